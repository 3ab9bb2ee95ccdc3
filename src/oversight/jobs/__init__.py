"""后台任务: long work that a person asked for, done once by the worker beside the pages."""
