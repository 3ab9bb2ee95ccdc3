"""明签: the platform on which a bureau runs its 双随机、一公开 inspections.

Read the apps in this order; each may import those before it, never those after:
`common` words every app shares · `audit` what happened, never rewritten · `accounts` who may do
what · `registry` items, subjects, inspectors (一单两库) · `web` HTTP in, HTTP out.
"""
