"""催办: who waits reminds whoever must act, once a day and thing."""
