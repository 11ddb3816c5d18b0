"""Files: Slack's file object, and keeping what was uploaded."""

import mimetypes
from pathlib import PurePosixPath

from bot.playground.backend import Backend
from bot.playground.state import File, Json, Workspace, new_id

_MODES = {"txt": "snippet", "csv": "snippet"}
_NAMES = {"txt": "Plain Text", "pdf": "PDF", "html": "HTML", "png": "PNG", "jpg": "JPEG"}


def new_file(workspace: Workspace, user: str, name: str, data: bytes, content_type: str | None = None) -> File:
    """Keep an uploaded file; its type is guessed from its name where it is not told."""
    guessed = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(id=new_id("F"), name=name, content_type=guessed, data=data, user=user, title=name)
    workspace.files[file.id] = file
    return file


def file_json(backend: Backend, workspace: Workspace, file: File) -> Json:
    """Slack's file object."""
    suffix = PurePosixPath(file.name).suffix.removeprefix(".").lower() or "binary"
    private = backend.url(f"files-pri/{workspace.id}-{file.id}")
    user = workspace.users.get(file.user)
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.content_type,
        "filetype": suffix,
        "pretty_type": _NAMES.get(suffix, suffix.upper()),
        "user": file.user,
        "user_team": workspace.id,
        "username": user.name if user else "",
        "editable": suffix in _MODES,
        "size": len(file.data),
        "mode": _MODES.get(suffix, "hosted"),
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
        "media_display_type": "unknown",
        "channels": sorted(file.shares),
        "groups": [],
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
        "permalink": backend.url(f"files/{file.user}/{file.id}/{file.name}"),
        "permalink_public": backend.url(f"files/{file.user}/{file.id}/{file.name}"),
    }
