"""演示: a fictional bureau, made by calling the services."""
