"""EKS, of which moto has too little to build on: all of it is written here, by the shapes of AWS's model."""

from . import (  # noqa: F401 - they register what they answer
    access_entries,
    add_ons,
    cluster_updates,
    clusters,
    node_group_updates,
    node_groups,
    pod_identities,
    tags,
    updates,
)
