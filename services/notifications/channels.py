"""Ways out of the house: each sends one message and says what the provider answered."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib

from services.notifications.domain.delivery import Channel
from services.notifications.settings import NotificationsSettings
from shared.runtime import sealing

_TIMEOUT_S = 15
_PERMANENT = range(500, 600)


class NotSent(Exception):
    """This attempt failed; `answer` is the provider's, without the address."""

    def __init__(self, answer: str, *, is_final: bool) -> None:
        self.answer = answer
        self.is_final = is_final
        super().__init__(answer)


class Sender(Protocol):
    """One channel's provider."""

    async def send(self, *, address: str, title: str, body: str, message_id: str) -> str:
        """The provider's answer. Raises NotSent."""
        ...


class Mail:
    """SMTP. The message id makes a repeated attempt recognisable to the recipient's server."""

    def __init__(self, settings: NotificationsSettings) -> None:
        self._settings = settings

    async def send(self, *, address: str, title: str, body: str, message_id: str) -> str:
        """The server's answer. Raises NotSent; a 5xx answer is final."""
        mail = EmailMessage()
        mail["From"] = self._settings.mail_from
        mail["To"] = address
        mail["Subject"] = title
        mail["Message-ID"] = f"<{message_id}@{self._settings.mail_from.rpartition('@')[2]}>"
        mail.set_content(body)
        password = self._settings.smtp_password
        try:
            _, answer = await aiosmtplib.send(
                mail,
                hostname=self._settings.smtp_host,
                port=self._settings.smtp_port,
                username=self._settings.smtp_user,
                password=password.get_secret_value() if password else None,
                use_tls=self._settings.smtp_tls,
                timeout=_TIMEOUT_S,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = error.recipients[0].code if error.recipients else 0
            raise NotSent(f"recipient refused ({code})", is_final=code in _PERMANENT) from error
        except aiosmtplib.SMTPResponseException as error:
            raise NotSent(f"server answered {error.code}", is_final=error.code in _PERMANENT) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NotSent(type(error).__name__, is_final=isinstance(error, ValueError)) from error
        return answer[:200]


@dataclass(frozen=True, slots=True)
class PostOffice:
    """The channels that are set up, and the secret that opens contact points."""

    senders: dict[Channel, Sender] = field(default_factory=dict)
    contact_secret: str | None = None

    def address(self, sealed: str | None, person_id: str, channel: Channel) -> str | None:
        """The person's address on a channel, with consent; None when there is none. Raises sealing.NotForUs."""
        if sealed is None or self.contact_secret is None:
            return None
        contacts = sealing.unseal(self.contact_secret, sealed).get("contacts", [])
        for contact in contacts:
            if (
                contact.get("person_id") == person_id
                and contact.get("channel") == channel.value
                and contact.get("consent")
            ):
                return str(contact["address"])
        return None


NO_POST = PostOffice()


def post_office(settings: NotificationsSettings) -> PostOffice:
    """What the settings set up."""
    senders: dict[Channel, Sender] = {}
    if settings.smtp_host:
        senders[Channel.EMAIL] = Mail(settings)
    secret = settings.contact_secret.get_secret_value() if settings.contact_secret else None
    return PostOffice(senders=senders, contact_secret=secret)
