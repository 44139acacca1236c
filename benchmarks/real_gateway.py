"""The gateway as it is served, with the bus that needs no broker: what rows 1 and 2 measure."""

from gateway.app import create_app
from gateway.settings import GatewaySettings
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.database import Database
from shared.runtime.logging import configure_logging

_settings = GatewaySettings()
configure_logging(_settings.log_level)
app = create_app(
    _settings, bus=InProcessBus(Database(_settings.database_url.get_secret_value().replace("gateway.db", "bus.db")))
)
