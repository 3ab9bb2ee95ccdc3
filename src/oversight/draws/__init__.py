"""抽取: from a task to a frozen roster, the sealing, the randomness, the result and who takes over.

The steps are those of the command line (`mingqian_ceremony.steps`); here they write to the trail of
the installation, each by a person with a permission, the deciding ones by two.
"""
