"""files.*: the two-step upload, and what a file is."""

from bot.playground import posting
from bot.playground.backend import Backend
from bot.playground.blocks.message import parsed
from bot.playground.methods.registry import Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Workspace
from bot.playground.uploads import file_json, new_file


def get_upload_url(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """files.getUploadURLExternal."""
    name, length = arguments.get("filename"), arguments.get("length")
    if not isinstance(name, str) or not name or not str(length).isdigit() or int(str(length)) < 1:
        raise Refusal("invalid_arguments")
    file = new_file(workspace, workspace.bot_user_id, name, b"")
    del workspace.files[file.id]
    workspace.uploads[file.id] = file
    return {"upload_url": backend.url(f"upload/v1/{workspace.id}/{file.id}"), "file_id": file.id}


def complete_upload(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """files.completeUploadExternal: shares in a channel where one is named."""
    entries = parsed(arguments.get("files"), "invalid_arguments")
    if not isinstance(entries, list) or not entries:
        raise Refusal("invalid_arguments")
    done = []
    for entry in entries:
        file = workspace.uploads.pop(str(entry.get("id")), None)
        if file is None or not file.data:
            raise Refusal("file_not_found")
        file.title = entry.get("title") or file.name
        workspace.files[file.id] = file
        done.append(file)
    if channel_id := arguments.get("channel_id"):
        channel = posting.channel_for(workspace, channel_id)
        posting.check_writable(channel)
        for file in done:
            file.shares.add(channel.id)
        message = {
            "text": arguments.get("initial_comment") or "",
            "subtype": "file_share",
            "upload": False,
            "files": [file_json(backend, workspace, file) for file in done],
            **posting.in_thread(channel, arguments.get("thread_ts")),
        }
        backend.conversations.add(workspace, channel, posting.signed(backend, workspace, message))
    return {"files": [file_json(backend, workspace, file) for file in done]}


def info(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """files.info."""
    file = workspace.files.get(str(arguments.get("file")))
    if file is None:
        raise Refusal("file_not_found")
    return {"file": file_json(backend, workspace, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """files.delete, of the app's own files."""
    file = workspace.files.get(str(arguments.get("file")))
    if file is None:
        raise Refusal("file_not_found")
    if file.user != workspace.bot_user_id:
        raise Refusal("cant_delete_file")
    del workspace.files[file.id]
    return {}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
    "files.delete": Method(delete, ("files:write",)),
}
