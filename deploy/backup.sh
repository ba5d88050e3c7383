#!/bin/sh
# Dump the portal's database into a folder: backup.sh FOLDER [DAYS TO KEEP]
# A dump appears under its name only when it is whole; older ones go only after that.
set -eu
folder=${1:?"which folder? backup.sh FOLDER [DAYS TO KEEP]"}
keep=${2:-35}
: "${DATABASE_URL:?"DATABASE_URL does not say which database"}"
umask 077

dump="$folder/portal-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$dump.part"' EXIT
pg_dump --format=custom --no-owner --no-privileges --dbname="$DATABASE_URL" --file="$dump.part"
sync "$dump.part"
mv "$dump.part" "$dump"
find "$folder" -maxdepth 1 -name 'portal-*.dump' -mtime "+$keep" -delete
echo "$dump"
