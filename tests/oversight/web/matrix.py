"""Who may open which address: one row for each, and a new address without a row fails the test.

Roles: P everybody, also nobody · C coordinator · K clerk · A approver · I inspector ·
S supervisor · M administrator · L legal reviewer.
"""

from __future__ import annotations

from tests.oversight.web.matrix_following import FOLLOWING
from tests.oversight.web.matrix_office import OFFICE
from tests.oversight.web.matrix_public import PUBLIC
from tests.oversight.web.matrix_row import LETTERS, Row

__all__ = ["LETTERS", "MATRIX", "Row"]
MATRIX: dict[str, Row] = {**PUBLIC, **OFFICE, **FOLLOWING}
