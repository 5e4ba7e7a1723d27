#!/usr/bin/env bash
# The same questions to Slurm, for comparison: needs a running slurmctld with slots to spare, sbatch and squeue.
set -euo pipefail

command -v sbatch >/dev/null || {
    echo "peer-slurm: there is no sbatch here" >&2
    exit 1
}

now() { date +%s.%N; }
took() { awk -v what="$1" -v from="$2" -v to="$(now)" 'BEGIN { printf "  %-46s %12.3f s\n", what, to - from }'; }
drained() { while [[ -n $(squeue -h -u "$USER") ]]; do sleep 0.02; done; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for _ in 1 2 3; do
    began=$(now)
    for _ in $(seq 20); do sbatch -Q -o /dev/null --wrap true; done
    drained
    took "20 jobs, submit to none left in the queue" "$began"
done

began=$(now)
sbatch -Q -o /dev/null --array=1-1000 --wrap true
drained
took "an array of 1,000, submit to none left" "$began"

for i in $(seq 15); do
    began=$(now)
    sbatch -Q -o /dev/null --wrap "date +%s.%N > $folder/$i"
    while [[ ! -s $folder/$i ]]; do sleep 0.005; done
    awk -v from="$began" -v to="$(cat "$folder/$i")" \
        'BEGIN { printf "  %-46s %12.3f s\n", "submit to the job'"'"'s shell", to - from }'
done
