const stateful =
  /_(vpc|network|eks_cluster|container_cluster|kubernetes_cluster|db_instance|sql_database_instance|sql_database|database_cluster|database_db|ecr_repository|artifact_registry_repository|container_registry|kms_key|secret|secretsmanager_secret)$/;

/** Whether replacing a resource of a type loses data, addresses or everything that was built on them. */
export const isStateful = (type: string): boolean => stateful.test(type);
