"""A client of the service, from Python: reports, batches, findings, corrections, trainings, models."""

from service.client.client import Client
from service.client.problems import ClientError
from service.client.values import Job, JobItem, Model, ReportItem

__all__ = ["Client", "ClientError", "Job", "JobItem", "Model", "ReportItem"]
