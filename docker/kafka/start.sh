#!/bin/sh
# Formats the broker's storage once, with the one user that may come in, and starts it.
# The same properties as `nigah stack up --secure`, which the tests run.
set -eu
umask 077
cat /certificates/kafka.key /certificates/server.crt > /tmp/chain.pem
cat > /tmp/server.properties <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
listeners=OUTSIDE://0.0.0.0:9092,CONTROLLER://127.0.0.1:9093
advertised.listeners=OUTSIDE://kafka:9092
listener.security.protocol.map=OUTSIDE:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=OUTSIDE
controller.listener.names=CONTROLLER
log.dirs=/var/lib/kafka/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
auto.create.topics.enable=false
ssl.keystore.type=PEM
ssl.keystore.location=/tmp/chain.pem
ssl.truststore.type=PEM
ssl.truststore.location=/certificates/authority.crt
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.outside.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="nigah" password="${KAFKA_PASSWORD}";
EOF
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted -t "${KAFKA_CLUSTER}" -c /tmp/server.properties \
  --add-scram "SCRAM-SHA-512=[name=nigah,password=${KAFKA_PASSWORD}]"
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
