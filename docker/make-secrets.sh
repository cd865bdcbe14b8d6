#!/bin/sh
# Tạo các bí mật của dạng chạy thật, mỗi thứ một tệp trong docker/secrets. Tệp đã có thì giữ nguyên: chạy lại bao nhiêu lần cũng được.
# Makes the secrets of the production shape, each in a file below docker/secrets. What is there stays: run it as often as you like.
#
#   docker/make-secrets.sh [thư mục, mặc định docker · folder, docker by default]
set -eu
umask 077

home=${1:-$(dirname "$0")}
secrets=$home/secrets
mkdir -p "$secrets" "$home/tls"
chmod 700 "$secrets"

# 32 random bytes that may stand in an address as they are.
random() {
  head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'
}

# keep <name> <content>
keep() {
  if [ -e "$secrets/$1" ]; then
    echo "có sẵn · there already  $1"
  else
    printf '%s\n' "$2" > "$secrets/$1"
    echo "đã tạo · made           $1"
  fi
}

read_secret() {
  cat "$secrets/$1"
}

keep pepper "$(head -c 32 /dev/urandom | base64)"
keep wrapping-key "$(head -c 32 /dev/urandom | base64)"
keep evidence-key "$(head -c 32 /dev/urandom | base64)"

# With a PostgreSQL of your own, write the address of its owner to database-url before this is run.
keep postgres-password "$(random)"
keep database-url "postgresql://gateway:$(read_secret postgres-password)@postgres:5432/gateway"
place=$(read_secret database-url | sed 's/^[^@]*@//')
for role in door road duty desk; do
  keep "database-url-$role" "postgresql://gateway_$role:$(random)@$place"
done

# With a RabbitMQ of your own, write its addresses to amqp-url.
keep amqp-url "amqp://gateway:$(random)@rabbitmq:5672/gateway"
broker_password=$(read_secret amqp-url | sed 's/^[^:]*:\/\/[^:]*:\([^@]*\)@.*$/\1/')
keep rabbitmq-definitions "$(cat << DEFINITIONS
{
  "users": [{ "name": "gateway", "password": "$broker_password", "tags": [] }],
  "vhosts": [{ "name": "gateway" }],
  "permissions": [
    { "user": "gateway", "vhost": "gateway", "configure": "^gateway\\\\.", "write": "^(gateway\\\\.|amq\\\\.default)", "read": "^gateway\\\\." }
  ]
}
DEFINITIONS
)"

# The key under which alerts are signed; whoever receives them is told it.
keep alert-webhook-secret "whsec_$(head -c 32 /dev/urandom | base64)"

# The provincial portal is off until PROVINCE_ENABLED=true; until then nobody reads what stands here.
keep province-client-secret 'not-set'

# The folder closes them. A container sees a file with the rights that it has here, and each container has a user of its own.
chmod 444 "$secrets"/*

# What only somebody else can know.
for name in national-password; do
  if [ ! -s "$secrets/$name" ]; then
    echo "CÒN THIẾU · MISSING     $secrets/$name: ghi mật khẩu được cấp rồi chạy lại · write the password that you were given, then run this again"
  fi
done
