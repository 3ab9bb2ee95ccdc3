"""规则参数和工作日历: dated data with their citations; no number of the law stands in code."""
