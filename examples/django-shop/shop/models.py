"""What is sold, and what was bought."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

PRODUCTS = {
    "shoe": {"name": "Trail shoe", "price": Decimal("89.90")},
    "socks": {"name": "Running socks", "price": Decimal("9.90")},
    "bottle": {"name": "Water bottle", "price": Decimal("29.00")},
}


class Order(models.Model):
    """An order that is paid."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # in addresses, so that nobody guesses another's order
    placed_at = models.DateTimeField(auto_now_add=True)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    lines = models.JSONField(encoder=DjangoJSONEncoder)

    currency = "GBP"

    @property
    def number(self):
        return str(1000 + self.pk)

    @property
    def is_new(self):
        return timezone.now() - self.placed_at < timedelta(days=1)

    @property
    def total(self):
        return sum(Decimal(line["price"]) * line["quantity"] for line in self.lines)
