#!/bin/sh
# Runs once, in an empty data folder: Airflow's database, and nobody comes in over the network without TLS.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -c "CREATE ROLE airflow LOGIN PASSWORD '$AIRFLOW_DB_PASSWORD'" -c "CREATE DATABASE airflow OWNER airflow"
sed -i -E 's/^host([[:space:]]+all[[:space:]]+all[[:space:]]+all)/hostssl\1/' "$PGDATA/pg_hba.conf"
