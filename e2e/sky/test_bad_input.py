"""What the client never sends, and must be refused in the protocol's own form."""
import concurrent.futures
import hashlib
import io
import json
import os
import socket
import uuid
import zipfile

import pytest

USER = {"env_vars": {"SKYPILOT_USER_ID": "0badbad0", "SKYPILOT_USER": "bad"}}


def versions(headers):
    return "x-skypilot-api-version" in headers and "x-skypilot-version" in headers


def refused(answer, *statuses):
    """That it is JSON with a `detail`, and carries the versions."""
    status, headers, text = answer
    assert status in statuses, answer
    assert versions(headers), headers
    told = json.loads(text)
    assert "detail" in told or "error" in told, text
    assert "java." not in text and "\tat " not in text
    return told


def result(controller, headers):
    status, _, text = controller.http("GET", f"/api/get?request_id={headers['x-skypilot-request-id']}")
    return status, json.loads(text)


def test_unknown_endpoint(controller):
    refused(controller.http("POST", "/no/such/endpoint", USER), 404)
    refused(controller.http("GET", "/no/such/endpoint"), 404)


def test_broken_json(controller):
    for body in ("{", "[]", "nonsense", '{"task": 5}', "{" * 20000):
        answer = controller.http("POST", "/jobs/launch", body, {"Content-Type": "application/json"})
        if answer[0] == 200:  # an id was given: then its result is the refusal
            status, told = result(controller, answer[1])
            assert status == 500 and told["detail"]["status"] == "FAILED"
        else:
            refused(answer, 400, 422)


def test_body_over_the_limit(controller):
    with socket.create_connection(("127.0.0.1", controller.port), 10) as line:
        line.sendall(b"POST /jobs/launch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                     b"Content-Length: 50000000\r\n\r\n{")
        assert b" 413 " in line.recv(4096).split(b"\r\n")[0]


def test_wrong_task(controller):
    for task in ("run: [1, 2", "nonsense: 1\nrun: x\n", ""):
        _, headers, _ = controller.http("POST", "/jobs/launch", {**USER, "task": task})
        status, told = result(controller, headers)
        assert status == 500 and told["detail"]["status"] == "FAILED", told
        error = json.loads(told["detail"]["error"])
        assert error["type"] and error["message"] and error["object"]


def test_validate_refuses(controller):
    told = refused(controller.http("POST", "/validate", {**USER, "dag": "name: x\n---\nnonsense: 1\n"}), 400)
    assert told["detail"]["type"] and told["detail"]["message"] and told["detail"]["args"]


def test_unknown_request(controller, sky):
    for path in ("/api/get?request_id=", "/api/stream?request_id="):
        told = refused(controller.http("GET", path + str(uuid.uuid4())), 404)
        assert "not found" in told["detail"]
    refused(controller.http("GET", "/api/get?request_id=%00%ff'--"), 400, 404)
    refused(controller.http("GET", "/api/get"), 400, 404, 422)
    import sky as skypilot
    with pytest.raises(Exception, match="not found"):
        skypilot.get(str(uuid.uuid4()))


def archive(entries):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for name, (content, mode) in entries.items():
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = mode << 16
            bundle.writestr(info, content)
    return packed.getvalue()


def upload(controller, content, chunk=0, chunks=1, blob=None, user="0badbad0"):
    blob = blob or hashlib.sha256(content + os.urandom(8)).hexdigest()
    answer = controller.http(
        "POST", f"/upload_v2?user_hash={user}&upload_id={blob}&chunk_index={chunk}&total_chunks={chunks}",
        content, {"Content-Type": "application/octet-stream"})
    return blob, answer


def has(controller, blob, user="0badbad0"):
    status, _, text = controller.http("GET", f"/upload_v2/blob?user_hash={user}&blob_id={blob}&size_bytes=1")
    assert status == 200, text
    return json.loads(text)["exists"]


def test_upload_in_chunks_out_of_order(controller):
    content = archive({"p/file.txt": (os.urandom(30000), 0o100644)})
    blob = hashlib.sha256(os.urandom(8)).hexdigest()
    pieces = [content[i:i + 8000] for i in range(0, len(content), 8000)]
    assert not has(controller, blob)
    with concurrent.futures.ThreadPoolExecutor(4) as many:
        answers = list(many.map(
            lambda i: upload(controller, pieces[i], i, len(pieces), blob)[1], reversed(range(len(pieces)))))
    assert all(status == 200 for status, _, _ in answers), answers
    assert "completed" in [json.loads(text)["status"] for _, _, text in answers]
    assert has(controller, blob)


def test_truncated_upload(controller):
    content = archive({"p/file.txt": (os.urandom(3000), 0o100644)})
    blob, answer = upload(controller, content[:-100])
    refused(answer, 400)
    assert not has(controller, blob)
    # The line breaks within a chunk.
    blob = hashlib.sha256(os.urandom(8)).hexdigest()
    with socket.create_connection(("127.0.0.1", controller.port), 10) as line:
        line.sendall(f"POST /upload_v2?user_hash=0badbad0&upload_id={blob}&chunk_index=0&total_chunks=1 HTTP/1.1\r\n"
                     "Host: localhost\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "400\r\n".encode() + content[:100])
    assert not has(controller, blob)
    assert upload(controller, content, blob=blob)[1][0] == 200
    assert has(controller, blob)


@pytest.mark.parametrize("entries", [
    {"../../escape.txt": (b"x", 0o100644)},
    {"p/../../escape.txt": (b"x", 0o100644)},
    {"p/link": (b"../../..", 0o120777), "p/link/escape.txt": (b"x", 0o100644)},
], ids=["up", "inner", "through-a-link"])
def test_hostile_archive(controller, entries):
    blob, answer = upload(controller, archive(entries))
    refused(answer, 400)
    assert not has(controller, blob)
    assert not list(controller.home.rglob("escape.txt"))


def test_wrong_upload_parameters(controller):
    good = archive({"p/a": (b"x", 0o100644)})
    for query in ("chunk_index=1&total_chunks=1", "chunk_index=-1&total_chunks=1", "chunk_index=x&total_chunks=1",
                  "chunk_index=0&total_chunks=99999999", "chunk_index=0"):
        answer = controller.http("POST", f"/upload_v2?user_hash=0badbad0&upload_id={'a' * 64}&{query}", good,
                                 {"Content-Type": "application/octet-stream"})
        refused(answer, 400, 422)
    answer = controller.http("POST", "/upload_v2?user_hash=../..&upload_id=../../x&chunk_index=0&total_chunks=1", good,
                             {"Content-Type": "application/octet-stream"})
    refused(answer, 400, 422)


def test_old_and_new_clients_are_answered(controller):
    for version in ("22", "62", "999", None):
        headers = {"X-SkyPilot-API-Version": version} if version else {}
        status, answered, text = controller.http("GET", "/api/health", None, headers)
        assert status == 200 and versions(answered), text
        told = json.loads(text)
        assert told["status"] == "healthy" and told["commit"] and told["version"]
        assert isinstance(told["api_version"], str)
    status, answered, _ = controller.http("GET", "/api/health", None, {"X-SkyPilot-API-Version": "nonsense"})
    assert status in (200, 400) and versions(answered)
