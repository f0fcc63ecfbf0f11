"""The objects that we offer on a bus: their methods, their properties and their introspection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jeepney import HeaderFields, Message

PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of ours: the signatures of its arguments and results, and `run(*args)`, which returns the results."""

    takes: str
    gives: str
    run: Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of ours that others may read: its signature, and the function that gives its present value."""

    signature: str
    value: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface that we offer at a path; `signals` maps a signal's name to its signature."""

    name: str
    methods: Mapping[str, Method] = field(default_factory=dict)
    properties: Mapping[str, Property] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)


class MethodError(Exception):
    """
    The error that a call to us gets as its answer.

    Args:
        name: what follows `org.freedesktop.DBus.Error.` in the error's name.
        message: the text that goes with it.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = f"org.freedesktop.DBus.Error.{name}"


class ObjectTree:
    """All objects of one connection; each has the interfaces of section "Standard Interfaces" as well."""

    def __init__(self) -> None:
        self._objects: dict[str, dict[str, Interface]] = {}

    def export(self, path: str, interface: Interface) -> None:
        """Offer an interface at a path; one of the same name is replaced."""
        self._objects.setdefault(path, {})[interface.name] = interface

    def signal_signature(self, path: str, interface: str, member: str) -> str:
        """
        The signature of a signal that we declared.

        Raises:
            KeyError: it was not exported.
        """
        return self._objects[path][interface].signals[member]

    def invoke(self, message: Message) -> tuple[str, tuple[Any, ...]]:
        """
        Run the method that a call asks for.

        Returns:
            signature and values of the answer.

        Raises:
            MethodError: there is no such object, interface or method, or its arguments have another signature.
        """
        fields = message.header.fields
        path, member = fields.get(HeaderFields.path, ""), fields.get(HeaderFields.member, "")
        name, signature = fields.get(HeaderFields.interface, ""), fields.get(HeaderFields.signature, "")
        exported = self._objects.get(path, {})
        if not exported and not (name in (INTROSPECTABLE, PEER) and self._children(path)):
            raise MethodError("UnknownObject", f"There is nothing at {path}")
        methods = self._standard_methods(path)
        methods.update({interface.name: interface.methods for interface in exported.values()})
        if name and name not in methods:
            raise MethodError("UnknownInterface", f"{path} has no interface {name}")
        candidates = [methods[name]] if name else list(methods.values())  # a call need not name the interface
        method = next((candidate[member] for candidate in candidates if member in candidate), None)
        if method is None:
            raise MethodError("UnknownMethod", f"{path} has no method {name}.{member}")
        if signature != method.takes:
            raise MethodError("InvalidArgs", f"{member} takes ({method.takes}), not ({signature})")
        return method.gives, method.run(*message.body)

    def _standard_methods(self, path: str) -> dict[str, Mapping[str, Method]]:
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
            raise MethodError("UnknownInterface", f"{path} has no interface {interface}") from None

    def _get(self, path: str, interface: str, name: str) -> tuple[Any, ...]:
        readable = self._properties(path, interface).get(name)
        if readable is None:  # InvalidArgs is the name that GDBus uses, and that tray hosts expect
            raise MethodError("InvalidArgs", f"{interface} has no property {name}")
        return ((readable.signature, readable.value()),)

    def _get_all(self, path: str, interface: str) -> tuple[Any, ...]:
        properties = self._properties(path, interface).items()
        return ({name: (readable.signature, readable.value()) for name, readable in properties},)

    def _set(self, path: str, interface: str, name: str, _value: object) -> tuple[Any, ...]:
        self._get(path, interface, name)
        raise MethodError("PropertyReadOnly", f"{interface}.{name} cannot be set")

    def _children(self, path: str) -> list[str]:
        root = path.rstrip("/") + "/"
        below = [other for other in self._objects if other.startswith(root) and other != path]
        return sorted({other[len(root) :].split("/")[0] for other in below})

    def _introspection(self, path: str) -> str:
        standard = [Interface(name, methods) for name, methods in self._standard_methods(path).items()]
        interfaces = "".join(map(_interface_xml, [*self._objects.get(path, {}).values(), *standard]))
        nodes = "".join(f'<node name="{child}"/>' for child in self._children(path))
        return f"<node>{interfaces}{nodes}</node>"


def split_signature(signature: str) -> list[str]:
    """The single complete types of a signature (section "Type System"), such as ["a{sv}", "u"] of "a{sv}u"."""
    types, start, depth = [], 0, 0
    for index, code in enumerate(signature):
        depth += (code in "({") - (code in ")}")
        if depth == 0 and code != "a":
            types.append(signature[start : index + 1])
            start = index + 1
    return types


def _interface_xml(interface: Interface) -> str:
    """In the form of section "Introspection Data Format"."""

    def args(signature: str, direction: str = "") -> str:
        attribute = f' direction="{direction}"' if direction else ""
        return "".join(f'<arg type="{type_}"{attribute}/>' for type_ in split_signature(signature))

    methods = "".join(
        f'<method name="{name}">{args(method.takes, "in")}{args(method.gives, "out")}</method>'
        for name, method in interface.methods.items()
    )
    signals = "".join(
        f'<signal name="{name}">{args(signature)}</signal>' for name, signature in interface.signals.items()
    )
    properties = "".join(
        f'<property name="{name}" type="{readable.signature}" access="read"/>'
        for name, readable in interface.properties.items()
    )
    return f'<interface name="{interface.name}">{methods}{signals}{properties}</interface>'
