"""明签: the platform on which a bureau runs its 双随机、一公开 inspections.

Read the apps in this order; each may import those before it, never those after:
`common` words every app shares · `audit` what happened, never rewritten · `jobs` long work, done
once · `accounts` who may do what · `reminders` who waits reminds whoever must act ·
`regulations` parameters with their citations, calendars ·
`registry` items, subjects, inspectors (一单两库) and the ledger · `plans` the year's plan ·
`draws` from a task to the result · `inspections` who goes where · `demo` tells the fictional
bureau · `web` HTTP in, HTTP out. Beside them: `serving` listens, `operating` is done by hand.
"""
