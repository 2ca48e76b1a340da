"""RDS: moto answers; here is what it leaves out, and what AWS refuses."""

from . import deletions, groups, instances, upgrades  # noqa: F401
