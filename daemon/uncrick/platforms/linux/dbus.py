"""A connection to a message bus: calls out, signals in, objects of our own.

jeepney makes the bytes, asyncio moves them. Everything happens on the loop, and messages are met in the order in which
they came: a reply's `heard` runs before the signal behind it, which an awaited reply cannot promise.
"""

import asyncio
import logging
import os
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, Literal, cast

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
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_connectable_addresses
from jeepney.low_level import calc_msg_size

from uncrick.errors import DesktopError

log = logging.getLogger(__name__)

Kind = Literal["session", "system"]

PATIENCE = 2.0  # seconds for an answer; a desktop that needs longer is treated as one that does not answer
LONGEST = 16 << 20  # bytes of the largest message we would read; the bus itself allows 128 MiB
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between attempts to come back

DBUS = "org.freedesktop.DBus"
DBUS_PATH = "/org/freedesktop/DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"

_UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AssertionError, struct.error)


class SilentError(DesktopError):
    """No answer in time; it may still come."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call gave, and the unique name of the peer that answered."""

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
class Method:
    """A method of ours: the signatures of what it takes and gives, and `run(*args)`, which gives a tuple."""

    takes: str
    gives: str
    run: Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of ours that others may read."""

    signature: str
    value: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface that we offer at a path."""

    name: str
    methods: Mapping[str, Method] = field(default_factory=dict)
    properties: Mapping[str, Property] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Ear:
    """Who hears which signals."""

    handler: Callable[[Signal], None]
    wanted: Mapping[str, str]
    arg0: str | None

    def hears(self, signal: Signal) -> bool:
        return all(getattr(signal, name) == value for name, value in self.wanted.items()) and (
            self.arg0 is None or signal.args[:1] == (self.arg0,)
        )


class Fault(Exception):  # noqa: N818 an answer on the wire, not an error of ours
    """A call to us that cannot be answered: the error's name on the bus, and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = f"org.freedesktop.DBus.Error.{name}"


def address(kind: Kind) -> str | None:
    """Where the socket of this bus should be (a leading NUL marks an abstract one); None when nothing says so."""
    if kind == "session":
        given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        usual = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
        usual = f"unix:path={usual}" if os.path.isabs(usual) and os.path.exists(usual) else ""
    else:
        given, usual = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", ""), "unix:path=/var/run/dbus/system_bus_socket"
    try:
        return next(iter(get_connectable_addresses(given or usual)), None)
    except (RuntimeError, ValueError):
        return None


def split_signature(signature: str) -> list[str]:
    """The complete types of a signature, one string each."""
    types, start, depth = [], 0, 0
    for at, code in enumerate(signature):
        depth += (code in "({") - (code in ")}")
        if depth == 0 and code != "a":
            types.append(signature[start : at + 1])
            start = at + 1
    return types


class Bus:
    """
    One open connection.

    Attributes:
        name: our unique name.
        lost: done when the connection has ended, whoever ended it.
    """

    def __init__(self) -> None:
        self.name = ""
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wire = _Wire(self._dispatch, self._ended)
        self._serials = count(1)
        self._waiting: dict[int, Callable[[Message | None], None]] = {}
        self._ears: list[_Ear] = []
        self._objects: dict[str, dict[str, Interface]] = {}
        self._blamed: set[str] = set()

    @classmethod
    async def connect(cls, kind: Kind) -> "Bus":
        """
        Open a connection and greet the bus.

        Raises:
            DesktopError: there is no such bus, or it does not answer.
        """
        where = address(kind)
        if where is None:
            raise DesktopError(f"No {kind} bus", f"No address of a D-Bus {kind} bus is known here.")
        self = cls()
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.get_running_loop().create_unix_connection(lambda: self._wire, where)
                await self._wire.greeted
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
        self._wire.close()
        if self._wire.opened:
            await asyncio.wait([self.lost], timeout=PATIENCE)

    # ------------------------------------------------------------ calls

    async def call(
        self,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        *args: Any,
        within: float = PATIENCE,
        starts: bool = True,
        heard: Callable[[Reply], None] | None = None,
    ) -> Reply:
        """
        Call a method and wait for its answer.

        Args:
            within: seconds to wait.
            starts: the bus may start the service for this.
            heard: gets the answer at its place in the stream, before anything that came behind it, and even if it
                came too late for the caller.
        Raises:
            DesktopError: no connection, an error as the answer, or none in time.
        """
        what = f"{interface}.{member}"
        if self.lost.done():
            raise DesktopError("The desktop's bus is gone", f"{what} was not sent.")
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

        def answered(message: Message | None) -> None:
            try:
                reply = _reply(what, message)
            except DesktopError as error:
                if not future.done():
                    future.set_exception(error)
                return
            if heard is not None:
                self._guarded(what, heard, reply)
            if not future.done():
                future.set_result(reply)

        self._send(
            _method_call(DBusAddress(path, service, interface), member, signature, args, starts=starts), answered
        )
        try:
            async with asyncio.timeout(within):
                return await future
        except TimeoutError:
            raise SilentError("The desktop does not answer", f"{what} got no answer in {within:g} s.") from None

    def tell(self, service: str, path: str, interface: str, member: str, signature: str = "", *args: Any) -> None:
        """Call a method and want no answer."""
        message = _method_call(DBusAddress(path, service, interface), member, signature, args, starts=False)
        message.header.flags |= MessageFlag.no_reply_expected
        self._send(message)

    async def get(self, service: str, path: str, interface: str, name: str) -> Any:
        """
        Read a property of a service that runs.

        Raises:
            DesktopError: it cannot be read.
        """
        reply = await self.call(service, path, PROPERTIES, "Get", "ss", interface, name, starts=False)
        return reply.args[0][1]

    # ------------------------------------------------------------ signals

    def listen(
        self, handler: Callable[[Signal], None], *, sender: str = "", arg0: str | None = None, **wanted: str
    ) -> Callable[[], None]:
        """
        Have `handler` called for the signals of that `path`, `interface` and `member`.

        A well-known `sender` is compared by the bus alone: a handler that must know whose word it is looks at
        `Signal.sender`.

        Returns:
            what ends it.
        """
        rule = {"type": "signal", **({"sender": sender} if sender else {}), **wanted}
        if arg0 is not None:
            rule["arg0"] = arg0
        text = ",".join(f"{name}='{value}'" for name, value in rule.items())
        here = {**wanted, "sender": sender} if sender.startswith(":") else wanted
        ear = _Ear(handler, here, arg0)
        self._ears.append(ear)
        self.tell(DBUS, DBUS_PATH, DBUS, "AddMatch", "s", text)

        def stop() -> None:
            if ear in self._ears:
                self._ears.remove(ear)
                self.tell(DBUS, DBUS_PATH, DBUS, "RemoveMatch", "s", text)

        return stop

    async def watch_name(self, name: str, changed: Callable[[str], None]) -> Callable[[], None]:
        """
        Tell `changed` who owns `name` (a unique name, or "" for nobody): now, and whenever that changes.

        Returns:
            what ends it.
        """
        stop = self.listen(
            lambda signal: changed(signal.args[2]), sender=DBUS, interface=DBUS, member="NameOwnerChanged", arg0=name
        )
        try:
            await self.call(
                DBUS, DBUS_PATH, DBUS, "GetNameOwner", "s", name, heard=lambda reply: changed(reply.args[0])
            )
        except DesktopError:  # the bus says "nobody" with an error
            if not self.lost.done():
                changed("")
        return stop

    # ------------------------------------------------------------ our objects

    def export(self, path: str, interface: Interface) -> None:
        """Offer an interface at a path."""
        self._objects.setdefault(path, {})[interface.name] = interface

    def emit(self, path: str, interface: str, member: str, *args: Any) -> None:
        """Send a signal of an interface that was exported at `path`."""
        signature = self._objects[path][interface].signals[member]
        self._send(new_signal(DBusAddress(path, interface=interface), member, signature or None, _carried(args)))

    # ------------------------------------------------------------ inside

    def _send(self, message: Message, answered: Callable[[Message | None], None] | None = None) -> None:
        serial = next(self._serials)
        data = message.serialise(serial)
        if answered is not None:
            self._waiting[serial] = answered
        self._wire.write(data)

    def _dispatch(self, message: Message) -> None:
        fields = message.header.fields
        match message.header.message_type:
            case MessageType.method_return | MessageType.error:
                answered = self._waiting.pop(fields.get(HeaderFields.reply_serial, 0), None)
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
                for ear in [ear for ear in self._ears if ear.hears(signal)]:
                    self._guarded(f"{signal.interface}.{signal.member}", ear.handler, signal)
            case _:
                self._answer(message)

    def _guarded(self, what: str, handler: Callable[[Any], None], word: Reply | Signal) -> None:
        """One handler that fails must not cost the others their signals; the log hears of it once."""
        try:
            handler(word)
        except Exception:
            if what not in self._blamed:
                self._blamed.add(what)
                log.warning("%s could not be handled", what, exc_info=True)

    def _answer(self, message: Message) -> None:
        try:
            signature, body = self._invoke(message)
            answer = new_method_return(message, signature or None, _carried(body))
            data = answer.serialise(next(self._serials))
        except Exception as error:
            fault = error if isinstance(error, Fault) else Fault("Failed", "Uncrick could not do this")
            member = message.header.fields.get(HeaderFields.member, "")
            if fault is not error and member not in self._blamed:
                self._blamed.add(member)
                log.warning("The call %s to us failed", member, exc_info=True)
            data = new_error(message, fault.name, "s", (str(fault),)).serialise(next(self._serials))
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._wire.write(data)

    def _invoke(self, message: Message) -> tuple[str, tuple[Any, ...]]:
        fields = message.header.fields
        path, member = fields.get(HeaderFields.path, ""), fields.get(HeaderFields.member, "")
        name, took = fields.get(HeaderFields.interface, ""), fields.get(HeaderFields.signature, "")
        methods = self._standard(path)
        here = self._objects.get(path, {})
        methods.update({one: interface.methods for one, interface in here.items()})
        if not here and not (name in (INTROSPECTABLE, PEER) and self._children(path)):
            raise Fault("UnknownObject", f"There is nothing at {path}")
        if name and name not in methods:
            raise Fault("UnknownInterface", f"{path} has no interface {name}")
        offered = [methods[name]] if name else list(methods.values())
        method = next((one[member] for one in offered if member in one), None)
        if method is None:
            raise Fault("UnknownMethod", f"{path} has no method {name}.{member}")
        if took != method.takes:
            raise Fault("InvalidArgs", f"{member} takes ({method.takes}), not ({took})")
        return method.gives, method.run(*message.body)

    def _standard(self, path: str) -> dict[str, Mapping[str, Method]]:
        """The methods that every object has."""
        return {
            INTROSPECTABLE: {"Introspect": Method("", "s", lambda: (self._introspection(path),))},
            PEER: {"Ping": Method("", "", lambda: ())},
            PROPERTIES: {
                "Get": Method("ss", "v", partial(self._get, path)),
                "GetAll": Method("s", "a{sv}", partial(self._get_all, path)),
                "Set": Method("ssv", "", partial(self._set, path)),
            },
        }

    def _properties(self, path: str, interface: str) -> Mapping[str, Property]:
        try:
            return self._objects[path][interface].properties
        except KeyError:
            raise Fault("UnknownInterface", f"{path} has no interface {interface}") from None

    def _get(self, path: str, interface: str, name: str) -> tuple[Any, ...]:
        found = self._properties(path, interface).get(name)
        if found is None:  # the name that GDBus uses, and that tray hosts expect
            raise Fault("InvalidArgs", f"{interface} has no property {name}")
        return ((found.signature, found.value()),)

    def _get_all(self, path: str, interface: str) -> tuple[Any, ...]:
        return ({name: (one.signature, one.value()) for name, one in self._properties(path, interface).items()},)

    def _set(self, path: str, interface: str, name: str, _value: object) -> tuple[Any, ...]:
        self._get(path, interface, name)
        raise Fault("PropertyReadOnly", f"{interface}.{name} cannot be set")

    def _children(self, path: str) -> list[str]:
        root = path.rstrip("/") + "/"
        return sorted({one[len(root) :].split("/")[0] for one in self._objects if one.startswith(root) and one != path})

    def _introspection(self, path: str) -> str:
        standard = [Interface(name, methods) for name, methods in self._standard(path).items()]
        interfaces = "".join(map(_described, [*self._objects.get(path, {}).values(), *standard]))
        nodes = "".join(f'<node name="{child}"/>' for child in self._children(path))
        return f"<node>{interfaces}{nodes}</node>"

    def _ended(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if not self.lost.done():
            self.lost.set_result(None)
        for answered in waiting.values():
            answered(None)


class _Wire(asyncio.Protocol):
    """The bytes: greets the bus, then cuts the stream into messages."""

    def __init__(self, heard: Callable[[Message], None], ended: Callable[[], None]) -> None:
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.opened = False
        self._heard, self._ended = heard, ended
        self._transport: asyncio.Transport | None = None
        self._authenticator: Authenticator | None = None
        self._held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.opened = cast(asyncio.Transport, transport), True
        self._authenticator = Authenticator()
        self.write(self._authenticator.data_to_send())

    def data_received(self, data: bytes) -> None:
        try:
            if self._authenticator is None:
                self._held += data
                self._cut()
                return
            self._authenticator.feed(data)
            if self._authenticator.authenticated:
                self._authenticator = None
                self.write(BEGIN)
                self.greeted.set_result(None)
        except _UNREADABLE as error:
            log.warning("The message bus sent what cannot be read: %s", error)
            self.close()

    def _cut(self) -> None:
        while len(self._held) >= 16:
            size = calc_msg_size(bytes(self._held[:16]))
            if size > LONGEST:
                raise ValueError(f"a message of {size} bytes")
            if len(self._held) < size:
                return
            raw = bytes(self._held[:size])
            del self._held[:size]
            try:
                message = Message.from_buffer(raw)
            except _UNREADABLE as error:  # such as one with file descriptors; the frame is known, so the stream goes on
                log.debug("A message was passed over: %s", error)
                continue
            self._heard(message)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self.greeted.done():
            self.greeted.set_exception(ConnectionResetError("it hung up"))
        self._ended()

    def write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Link:
    """
    A connection that comes back after it was lost, 1 s to 60 s later.

    Args:
        arrived: makes a new connection useful; a DesktopError from it counts as a lost connection.
        left: told when a connection that `arrived` had seen is gone.
    Attributes:
        bus: the connection, while there is one.
    """

    def __init__(self, kind: Kind, arrived: Callable[[Bus], Awaitable[None]], left: Callable[[], None]) -> None:
        self.bus: Bus | None = None
        self._kind, self._arrived, self._left = kind, arrived, left
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """
        Connect, and stay connected until `stop`.

        Raises:
            DesktopError: the first attempt failed; further ones follow all the same, if there is an address to try.
        """
        failed: DesktopError | None = None
        try:
            await self._connect()
        except DesktopError as error:
            failed = error
        if address(self._kind) is not None:
            self._task = asyncio.get_running_loop().create_task(self._stay(), name=f"uncrick {self._kind} bus")
        if failed is not None:
            raise failed

    async def stop(self) -> None:
        """Disconnect and stay so."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        bus, self.bus = self.bus, None
        if bus is not None:
            await bus.close()

    async def _connect(self) -> None:
        bus = await Bus.connect(self._kind)
        self.bus = bus
        try:
            await self._arrived(bus)
        except _UNREADABLE as error:  # an answer of another shape than its specification has
            await self._leave(bus)
            raise DesktopError("The desktop answers oddly", f"{type(error).__name__}: {error}.") from error
        except BaseException:
            await self._leave(bus)
            raise

    async def _leave(self, bus: Bus) -> None:
        self.bus = None
        await bus.close()

    async def _stay(self) -> None:
        pause = FIRST_PAUSE
        while True:
            if self.bus is not None:
                pause = FIRST_PAUSE
                await asyncio.wait([self.bus.lost])
                self.bus = None
                try:
                    self._left()
                except Exception:
                    log.exception("The loss of the %s bus could not be handled", self._kind)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self._connect()
            except DesktopError as error:
                log.debug("%s", error)
            except Exception:
                log.exception("The %s bus could not be taken up again", self._kind)


def _method_call(to: DBusAddress, member: str, signature: str, args: tuple[Any, ...], *, starts: bool) -> Message:
    message = new_method_call(to, member, signature or None, _carried(args))
    if not starts:
        message.header.flags |= MessageFlag.no_auto_start
    return message


def _carried(value: Any) -> Any:
    """The same, with every text as a bus can carry it: one with a NUL in it would end the connection."""
    match value:
        case str():
            return value.replace("\0", "").encode(errors="replace").decode()
        case tuple():
            return tuple(map(_carried, value))
        case list():
            return [_carried(one) for one in value]
        case dict():
            return {_carried(key): _carried(one) for key, one in value.items()}
        case _:
            return value


def _reply(what: str, message: Message | None) -> Reply:
    """The answer to a call, None for a lost connection."""
    if message is None:
        raise DesktopError("The desktop's bus is gone", f"{what} was not answered.")
    fields = message.header.fields
    if message.header.message_type is MessageType.error:
        why = ": ".join([str(fields.get(HeaderFields.error_name, "an error")), *map(str, message.body[:1])])
        raise DesktopError("The desktop refused", f"{what} gave {why}.")
    return Reply(fields.get(HeaderFields.sender, ""), message.body)


def _described(interface: Interface) -> str:
    def args(signature: str, direction: str = "") -> str:
        way = f' direction="{direction}"' if direction else ""
        return "".join(f'<arg type="{one}"{way}/>' for one in split_signature(signature))

    methods = "".join(
        f'<method name="{name}">{args(one.takes, "in")}{args(one.gives, "out")}</method>'
        for name, one in interface.methods.items()
    )
    signals = "".join(f'<signal name="{name}">{args(one)}</signal>' for name, one in interface.signals.items())
    properties = "".join(
        f'<property name="{name}" type="{one.signature}" access="read"/>' for name, one in interface.properties.items()
    )
    return f'<interface name="{interface.name}">{methods}{signals}{properties}</interface>'
