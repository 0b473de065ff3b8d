"""A client of the service: everything the API can do, from Python."""

from service.client.client import Client
from service.client.problems import ClientError
from service.client.values import Job, JobItem, Model, ReportItem

__all__ = ["Client", "ClientError", "Job", "JobItem", "Model", "ReportItem"]
