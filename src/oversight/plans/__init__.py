"""年度抽查计划: structured tasks, drafted, merged, approved, published, changed openly."""
