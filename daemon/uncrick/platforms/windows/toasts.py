"""Toasts that stay for longer, and whose prompt buttons work from the Action Center too, over desktop-notifier.

desktop-notifier sends a toast that leaves after five seconds, and whose buttons reach nobody afterwards. Ours has its
own XML. Never shown on Windows: held against stand-ins with the shape of desktop-notifier 6.2 and winrt 4.
"""

import sys
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

if sys.platform != "win32":
    raise ImportError("these are the toasts of Windows")

from uncrick.platforms.common.desktop_notifier import ToastNotifier

PROMPT = "prompt-"  # how the names of the prompt's notifications begin
LINKED = ("start", "snooze", "done")  # buttons of a prompt, each of which is a command too


class WindowsToasts(ToastNotifier):
    """Toasts of our own making."""

    def _open_library(self) -> tuple[Any, Any]:
        import desktop_notifier as library

        _library, center = super()._open_library()
        return library, _own_center(center)


def _own_center(made: Any) -> Any:
    """A backend of desktop-notifier with our own XML, called as desktop-notifier is; `made` has the name and icon."""
    from desktop_notifier.backends.winrt import WinRTDesktopNotifier, eventloop_wrapper
    from winrt.windows.data.xml.dom import XmlDocument
    from winrt.windows.ui.notifications import ToastNotification

    class Center(WinRTDesktopNotifier):  # type: ignore[misc]  # it has no types here
        async def send_notification(self, notification: Any) -> None:
            await self.send(notification)

        async def _send(self, notification: Any) -> None:
            document = XmlDocument()
            document.load_xml(toast_xml(notification, "" if self.app_icon is None else self.app_icon.as_uri()))
            native = ToastNotification(document)
            native.tag, native.group = notification.identifier, "desktop-notifier-group"  # by which it is cleared
            native.add_activated(eventloop_wrapper(self._on_activated))
            native.add_dismissed(eventloop_wrapper(self._on_dismissed))
            native.add_failed(eventloop_wrapper(self._on_failed))
            self.notifier.show(native)

    return Center(made.app_name, made.app_icon)


def toast_xml(notification: Any, icon: str) -> str:
    """
    What Windows is to show, in its own words (the toast schema).

    Args:
        notification: of desktop-notifier; its identifier, title, message, buttons and sound are used.
        icon: the address of the picture, "" for none.
    """
    is_prompt = notification.identifier.startswith(PROMPT)
    toast = Element("toast", {"launch": "default", "duration": "long"})
    if is_prompt and any(button.identifier == "start" for button in notification.buttons):
        toast.attrib |= {"launch": "uncrick:start", "activationType": "protocol"}  # a click on its body
    binding = SubElement(SubElement(toast, "visual"), "binding", {"template": "ToastGeneric"})
    SubElement(binding, "text").text = notification.title
    SubElement(binding, "text").text = notification.message
    if icon:
        SubElement(binding, "image", {"placement": "appLogoOverride", "src": icon})
    actions = SubElement(toast, "actions")
    for button in notification.buttons:
        key = button.identifier
        if is_prompt and key in LINKED:
            kind, arguments = "protocol", f"uncrick:{key}"
        else:  # as desktop-notifier reads it back
            kind, arguments = "background", f"action=button&amp;id={key}"
        SubElement(actions, "action", {"content": button.title, "activationType": kind, "arguments": arguments})
    sound = {"src": "ms-winsoundevent:Notification.Default"} if notification.sound else {"silent": "true"}
    SubElement(toast, "audio", sound)
    return tostring(toast, encoding="unicode")
