"""python -m aws_emulator --port 0: prints its address as a line of JSON, and ends when its stdin does."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time


def main() -> None:
    arguments = _arguments()
    # before moto is imported, which reads them only then
    os.environ["MOTO_ACCOUNT_ID"] = arguments.account
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    # EKS brings its own images
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    from .cloud import Cloud, Settings
    from .server import create_server

    cloud = Cloud(Settings(arguments.account, _table(arguments.addon_versions)))
    for phase in ("creating", "updating", "deleting"):
        for kind, seconds in getattr(arguments, phase):
            cloud.waiting.set(phase, kind, seconds)
    server = create_server(cloud, arguments.port)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}"}), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="aws_emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (default): any that is free")
    parser.add_argument("--account", default=os.environ.get("AWS_EMULATOR_ACCOUNT", "111122223333"))
    parser.add_argument("--addon-versions", metavar="FILE.json", help='{"1.35": {"coredns": "v1.13.2-eksbuild.21"}}')
    for phase in ("creating", "updating", "deleting"):
        parser.add_argument(f"--{phase}", type=_seconds, default=[], metavar="KIND=SECONDS,…")
    return parser.parse_args()


def _seconds(text: str) -> list[tuple[str, float]]:
    return [(kind, float(seconds)) for kind, _, seconds in (item.partition("=") for item in text.split(","))]


def _table(file: str | None) -> dict | None:
    if file is None:
        return None
    with open(file, encoding="utf8") as content:
        return json.load(content)


def _end_with_stdin() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    os._exit(0)


def _end_with_parent(parent: int) -> None:
    # stdin may be held open by somebody else who inherited it
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    main()
