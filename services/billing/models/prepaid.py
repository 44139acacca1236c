"""What is told of households' prepaid balances. Source: handbook B-05, B-06, R-07."""

from services.billing.models.base import Base
from shared.runtime.tables import AggregateRow


class PrepaidAccount(AggregateRow, Base):
    """A household whose prepaid balance was told; `id` is the household's. The balance is the ledger's (B-05)."""

    __tablename__ = "prepaid_accounts"
