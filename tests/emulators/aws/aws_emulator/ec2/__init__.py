"""EC2: moto answers; here is what it leaves out, and what AWS refuses."""

from . import dependencies, launch_templates, nat_gateways, security_group_rules, vpc_endpoints  # noqa: F401
