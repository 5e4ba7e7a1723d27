#!/bin/sh
# What the controller's container runs. A pod knows its address only now, and a mounted secret belongs to root and is
# readable by a group, which the controller refuses: it gets copies of its own, in memory.
set -eu
umask 077

address=$POD_IP
case $POD_IP in *:*) address="[$POD_IP]" ;; esac
dashed=$(printf %s "$POD_IP" | tr .: --)

mkdir -p "$OUTLAST_HOME"
sed -e "s/POD_ADDRESS/$address/g" -e "s/POD_DASHED/$dashed/g" -e "s/POD_IP/$POD_IP/g" \
    /etc/outlast/config.yaml >"$OUTLAST_HOME/config.yaml"
for secret in /etc/outlast-secrets/*; do
    cat "$secret" >"/run/outlast/${secret##*/}"
done
if [ -f /etc/outlast-tls/ca.crt ]; then
    cat /etc/outlast-tls/ca.crt >"$OUTLAST_HOME/ca.pem"
fi
if [ -d /var/lib/outlast-shared ]; then
    mkdir -p /var/lib/outlast-shared/installation
fi
exec /opt/outlast/outlast controller run
