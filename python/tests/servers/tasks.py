"""Celery's worker of test_servers.py: a task enqueues an event. The broker is a folder."""

from __future__ import annotations

import os

from celery import Celery
from shop import enqueue

folder = os.environ["BROKER"]
app = Celery("tasks", broker="filesystem://")
app.conf.update(
    broker_transport_options={"data_folder_in": folder, "data_folder_out": folder, "processed_folder": folder},
    broker_connection_retry_on_startup=False,
    worker_hijack_root_logger=False,
)


@app.task(name="report")
def report(name: str) -> None:
    enqueue(name)
