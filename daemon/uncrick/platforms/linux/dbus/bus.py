"""One open connection to a message bus: calls and their replies, signals, and the objects that we offer."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)

from uncrick.core.model.text import harmless
from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus.connection import DECODING_ERRORS, Connection, Kind, bus_address
from uncrick.platforms.linux.dbus.objects import PROPERTIES, Interface, MethodError, ObjectTree

log = logging.getLogger(__name__)

ANSWER_TIMEOUT = 2.0  # seconds; a desktop that needs longer is treated as one that does not answer

DBUS = "org.freedesktop.DBus"
DBUS_PATH = "/org/freedesktop/DBus"


class NoReplyError(DesktopError):
    """No answer in time; it may still come."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The results of a call, and the unique name of the peer that answered."""

    sender: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal, with the unique name of the peer that sent it."""

    sender: str
    path: str
    interface: str
    member: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Subscription:
    """A handler, and the signals that it wants: their sender, values of `Signal` fields, and the first argument."""

    handler: Callable[[Signal], None]
    sender: str
    fields: Mapping[str, str]
    arg0: str | None

    def matches(self, signal: Signal, owners: Mapping[str, str]) -> bool:
        return (
            (not self.sender or signal.sender == owners.get(self.sender, self.sender))
            and all(getattr(signal, name) == value for name, value in self.fields.items())
            and (self.arg0 is None or signal.args[:1] == (self.arg0,))
        )


class Bus:
    """
    One open connection. `connect` makes it.

    Attributes:
        name: our unique name.
        lost: done when the connection has ended, whoever ended it.
    """

    def __init__(self, answer_timeout: float = ANSWER_TIMEOUT) -> None:
        self.name = ""
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answer_timeout = answer_timeout
        self._connection = Connection(self._dispatch, self._fail_pending_calls)
        self._serials = count(1)
        self._pending: dict[int, Callable[[Message | None], None]] = {}  # by serial; None: the connection is lost
        self._subscriptions: list[_Subscription] = []
        self._owners: dict[str, str] = {}  # of the well-known names whose signals we want; "" for nobody
        self._objects = ObjectTree()
        self._logged: set[str] = set()  # the handlers and methods whose failure is in the log

    @classmethod
    async def connect(cls, kind: Kind, *, answer_timeout: float = ANSWER_TIMEOUT) -> Self:
        """
        Open a connection and say Hello.

        Args:
            answer_timeout: seconds for the connection, and for the answer to each later call.

        Raises:
            DesktopError: there is no such bus, or it does not answer.
        """
        address = bus_address(kind)
        if address is None:
            raise DesktopError(f"No {kind} bus", f"No address of a D-Bus {kind} bus is known here.")
        self = cls(answer_timeout)
        try:
            async with asyncio.timeout(answer_timeout):
                await asyncio.get_running_loop().create_unix_connection(lambda: self._connection, address)
                await self._connection.authenticated
            self.name = (await self.call(DBUS, DBUS_PATH, DBUS, "Hello")).args[0]
        except (OSError, TimeoutError, DesktopError) as error:
            await self.close()
            raise DesktopError(f"No {kind} bus", f"The D-Bus {kind} bus does not answer: {error}.") from error
        except BaseException:
            await self.close()
            raise
        return self

    async def close(self) -> None:
        """End the connection; calls that still wait get a DesktopError."""
        self._connection.close()
        if self._connection.opened:
            await asyncio.wait([self.lost], timeout=self._answer_timeout)

    # ------------------------------------------------------------ calls

    async def call(
        self,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        *args: Any,
        timeout: float | None = None,  # noqa: ASYNC109 the caller asks for seconds, and gets a DesktopError
        auto_start: bool = True,
        on_reply: Callable[[Reply], None] | None = None,
    ) -> Reply:
        """
        Call a method and wait for its answer.

        Args:
            timeout: seconds to wait; None for those of the connection.
            auto_start: the bus may start the service for this.
            on_reply: gets the answer at its place in the stream, before any signal that came behind it, and even if
                it came too late for the caller. Awaiting the reply alone promises neither.

        Raises:
            DesktopError: no connection, or an error as the answer.
            NoReplyError: no answer in time.
        """
        method = f"{interface}.{member}"
        if self.lost.done():
            raise DesktopError("The desktop's bus is gone", f"{method} was not sent.")
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

        def answered(message: Message | None) -> None:
            try:
                reply = _reply(method, message)
            except DesktopError as error:
                if not future.done():
                    future.set_exception(error)
                return
            if on_reply is not None:
                self._guarded(method, on_reply, reply)
            if not future.done():
                future.set_result(reply)

        to = DBusAddress(path, service, interface)
        self._send(_method_call(to, member, signature, args, auto_start=auto_start), answered)
        seconds = self._answer_timeout if timeout is None else timeout
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            raise NoReplyError("The desktop does not answer", f"{method} got no answer in {seconds:g} s.") from None

    def call_without_reply(
        self, service: str, path: str, interface: str, member: str, signature: str = "", *args: Any
    ) -> None:
        """Call a method, want no answer, and start no service for it; returns at once."""
        message = _method_call(DBusAddress(path, service, interface), member, signature, args, auto_start=False)
        message.header.flags |= MessageFlag.no_reply_expected
        self._send(message)

    async def get(self, service: str, path: str, interface: str, name: str) -> Any:
        """
        The value of a property of a service that runs.

        Raises:
            DesktopError: it cannot be read.
        """
        reply = await self.call(service, path, PROPERTIES, "Get", "ss", interface, name, auto_start=False)
        return reply.args[0][1]

    # ------------------------------------------------------------ signals

    def listen(
        self, handler: Callable[[Signal], None], *, sender: str = "", arg0: str | None = None, **fields: str
    ) -> Callable[[], None]:
        """
        Have `handler` called for the signals of that `path`, `interface` and `member` (section "Match Rules").

        With a well-known `sender` only signals of the owner of that name count. The match rule alone does not see to
        that: another user of the system bus may send a signal straight to our unique name, which passes every rule.

        Returns:
            a function that ends it.
        """
        rule = {"type": "signal", **({"sender": sender} if sender else {}), **fields}
        if arg0 is not None:
            rule["arg0"] = arg0
        text = ",".join(f"{name}='{value}'" for name, value in rule.items())
        if sender and sender != DBUS and not sender.startswith(":"):
            self._follow_owner(sender)
        subscription = _Subscription(handler, sender, fields, arg0)
        self._subscriptions.append(subscription)
        self.call_without_reply(DBUS, DBUS_PATH, DBUS, "AddMatch", "s", text)

        def stop() -> None:
            if subscription in self._subscriptions:
                self._subscriptions.remove(subscription)
                self.call_without_reply(DBUS, DBUS_PATH, DBUS, "RemoveMatch", "s", text)

        return stop

    def _follow_owner(self, name: str) -> None:
        """Know from now on who owns a well-known name."""
        if name in self._owners:
            return
        self._owners[name] = ""
        rule = f"type='signal',sender='{DBUS}',interface='{DBUS}',member='NameOwnerChanged',arg0='{name}'"
        self.call_without_reply(DBUS, DBUS_PATH, DBUS, "AddMatch", "s", rule)

        def answered(message: Message | None) -> None:
            with suppress(DesktopError):  # nobody owns it yet
                self._owners[name] = _reply("GetNameOwner", message).args[0]

        self._send(
            _method_call(DBusAddress(DBUS_PATH, DBUS, DBUS), "GetNameOwner", "s", (name,), auto_start=False), answered
        )

    async def watch_name(self, name: str, changed: Callable[[str], None]) -> Callable[[], None]:
        """
        Tell `changed` who owns `name` (a unique name, or "" for nobody): now, and whenever that changes.

        Returns:
            a function that ends it.
        """
        stop = self.listen(
            lambda signal: changed(signal.args[2]), sender=DBUS, interface=DBUS, member="NameOwnerChanged", arg0=name
        )
        try:
            await self.call(
                DBUS, DBUS_PATH, DBUS, "GetNameOwner", "s", name, on_reply=lambda reply: changed(reply.args[0])
            )
        except DesktopError:  # the bus answers with an error when nobody owns the name
            if not self.lost.done():
                changed("")
        return stop

    # ------------------------------------------------------------ our objects

    def export(self, path: str, interface: Interface) -> None:
        """Offer an interface at a path."""
        self._objects.export(path, interface)

    def emit(self, path: str, interface: str, member: str, *args: Any) -> None:
        """Send a signal of an interface that was exported at `path`."""
        signature = self._objects.signal_signature(path, interface, member)
        self._send(new_signal(DBusAddress(path, interface=interface), member, signature or None, _encodable(args)))

    # ------------------------------------------------------------ inside

    def _send(self, message: Message, answered: Callable[[Message | None], None] | None = None) -> None:
        serial = next(self._serials)
        data = message.serialise(serial)
        if answered is not None:
            self._pending[serial] = answered
        self._connection.write(data)

    def _dispatch(self, message: Message) -> None:
        fields = message.header.fields
        match message.header.message_type:
            case MessageType.method_return | MessageType.error:
                answered = self._pending.pop(fields.get(HeaderFields.reply_serial, 0), None)
                if answered is not None:
                    answered(message)
            case MessageType.signal:
                signal = Signal(
                    fields.get(HeaderFields.sender, ""),
                    fields.get(HeaderFields.path, ""),
                    fields.get(HeaderFields.interface, ""),
                    fields.get(HeaderFields.member, ""),
                    message.body,
                )
                if (signal.sender, signal.member) == (DBUS, "NameOwnerChanged") and signal.args[0] in self._owners:
                    self._owners[signal.args[0]] = signal.args[2]
                for subscription in [each for each in self._subscriptions if each.matches(signal, self._owners)]:
                    self._guarded(f"{signal.interface}.{signal.member}", subscription.handler, signal)
            case _:
                self._answer(message)

    def _guarded(self, subject: str, handler: Callable[[Any], None], argument: Reply | Signal) -> None:
        """Call a handler; one that fails must not keep the others from their signals, and is logged once."""
        try:
            handler(argument)
        except Exception as error:
            if subject not in self._logged:
                self._logged.add(subject)
                other_shape = isinstance(error, DECODING_ERRORS)  # than its specification has
                log.warning("%s could not be handled: %s", subject, type(error).__name__, exc_info=not other_shape)

    def _answer(self, message: Message) -> None:
        """Answer a call to one of our objects."""
        try:
            signature, body = self._objects.invoke(message)
            answer = new_method_return(message, signature or None, _encodable(body))
            data = answer.serialise(next(self._serials))
        except MethodError as error:
            data = new_error(message, error.name, "s", (str(error),)).serialise(next(self._serials))
        except Exception:
            member = message.header.fields.get(HeaderFields.member, "")
            if member not in self._logged:
                self._logged.add(member)
                log.warning("The call %s to us failed", member, exc_info=True)
            failed = MethodError("Failed", "Uncrick could not do this")
            data = new_error(message, failed.name, "s", (str(failed),)).serialise(next(self._serials))
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._connection.write(data)

    def _fail_pending_calls(self) -> None:
        pending, self._pending = self._pending, {}
        if not self.lost.done():
            self.lost.set_result(None)
        for answered in pending.values():
            answered(None)


def _method_call(to: DBusAddress, member: str, signature: str, args: tuple[Any, ...], *, auto_start: bool) -> Message:
    message = new_method_call(to, member, signature or None, _encodable(args))
    if not auto_start:
        message.header.flags |= MessageFlag.no_auto_start
    return message


def _encodable(value: Any) -> Any:
    """The same without what no D-Bus string may have: a bus ends the connection of whoever sends a NUL in a text."""
    match value:
        case str():
            return value.replace("\0", "").encode(errors="replace").decode()
        case tuple():
            return tuple(map(_encodable, value))
        case list():
            return [_encodable(item) for item in value]
        case dict():
            return {_encodable(key): _encodable(item) for key, item in value.items()}
        case _:
            return value


def _reply(method: str, message: Message | None) -> Reply:
    """The results that a message carries; a DesktopError for an error, and for None, which is a lost connection."""
    if message is None:
        raise DesktopError("The desktop's bus is gone", f"{method} was not answered.")
    fields = message.header.fields
    if message.header.message_type is MessageType.error:
        error = ": ".join([str(fields.get(HeaderFields.error_name, "an error")), *map(str, message.body[:1])])
        raise DesktopError("The desktop refused", f"{method} gave {harmless(str(error), 200)}.")
    return Reply(fields.get(HeaderFields.sender, ""), message.body)
