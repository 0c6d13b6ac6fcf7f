"""What a job is doing, in words."""

from __future__ import annotations

from viewer.jobs import Job
from viewer.problem_words import in_the_app
from viewer.words import Words

__all__ = ["job_sentence", "time_left"]


def job_sentence(job: Job, t: Words) -> str:
    """One line about a job at this moment."""
    if job.state == "queued":
        return t("job.queued", count=job.position) if job.position else t("job.starting")
    if job.state == "failed":
        reason = t.problem(job.code) or in_the_app(job.message) or t("job.no_reason")
        return t("job.failed", reason=reason.rstrip(".。"))
    if job.state == "cancelled":
        return t("job.cancelled", done=job.done, total=job.total)
    if job.state == "done":
        return t("job.done", count=job.done)
    key = f"job.{job.stage or job.kind}"
    doing = t(key) if t.has(key) else t("job.working")
    if job.total == 0:
        return doing
    if job.done >= job.total:
        return t("job.ending", doing=doing)
    said = t("job.progress", doing=doing, done=job.done, total=job.total)
    if job.seconds_left is None:
        return said
    return t("job.with_time", said=said, left=time_left(job.seconds_left, t))


def time_left(seconds: float, t: Words) -> str:
    """A rough time: nobody believes "47 seconds", and it would jump about."""
    if seconds < 8:
        return t("time.moment")
    if seconds < 55:
        return t("time.seconds", count=max(10, round(seconds / 10) * 10))
    if seconds < 3300:
        return t("time.minutes", count=max(1, round(seconds / 60)))
    return t("time.hours", count=max(1, round(seconds / 3600)))
