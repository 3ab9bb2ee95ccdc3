"""演示: a fictional bureau, told by calling the services."""
