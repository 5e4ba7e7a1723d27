#!/bin/sh
# What the container of a job's pod runs: the setup and the run of one rank, ended in time and with a record of it.
# It needs sh and what coreutils or busybox have, and it is process 1 of its container unless the pod shares one
# namespace among containers. The pod is told things by files that Kubernetes keeps up to date.
set -u
SPEC=/outlast/spec WORK=/outlast/own TOLD=/outlast/told RECORD=/dev/termination-log
STAGE=setup STOPPED='' JOB='' BEGAN='' KILLER='' INTERRUPTED=''
nodes=1 grace=30 lease=0 files=0 barrier=0

now() { # NOW: milliseconds since boot
    read -r up _ </proc/uptime
    frac=1${up#*.}
    NOW=$((${up%.*} * 1000 + (frac - 100) * 10))
}

read_conf() {
    while IFS='=' read -r key value; do
        case $key in
            nodes) nodes=$value ;;
            grace) grace=$value ;;
            lease) lease=$value ;;
            files) files=$value ;;
            barrier) barrier=$value ;;
        esac
    done <"$SPEC/conf"
}

# All but process 1 is the job; without a namespace of our own it is the job's process group.
signal() {
    if [ "$PID" = 1 ]; then
        kill -s "$1" -- -1 2>/dev/null
    elif [ -n "$JOB" ]; then
        kill -s "$1" -- "-$JOB" 2>/dev/null || kill -s "$1" "$JOB" 2>/dev/null
    fi
}

on_term() {
    INTERRUPTED=1
    [ -z "$STOPPED" ] || return 0
    STOPPED=1
    [ -n "$JOB" ] || finish 143
    signal TERM
    # TERM has gone to all that was there; this comes after it.
    (
        sleep "$grace"
        signal KILL
    ) &
    KILLER=$!
}

finish() { # CODE
    ran=0
    if [ -n "$BEGAN" ]; then
        now
        ran=$((NOW - BEGAN))
    fi
    printf 'outlast %s %s %s %s\n' "$STAGE" "$1" "${STOPPED:-0}" "$ran" >"$RECORD"
    exit "$1"
}

# A trap interrupts wait with more than 128; what was waited for is then waited for again.
await() { # PID: CODE
    CODE=127
    while :; do
        INTERRUPTED=''
        wait "$1"
        got=$?
        if [ "$got" != 127 ] || [ "$CODE" = 127 ]; then CODE=$got; fi
        [ -n "$INTERRUPTED" ] || break
    done
}

nap() {
    sleep 1 &
    wait $!
}

# Listens for what the pod is told, once a second.
watch() {
    heard='' since=0
    while :; do
        sleep 1
        if [ -s "$TOLD/drain" ]; then
            kill -s TERM "$PID"
            return
        fi
        [ "$lease" -gt 0 ] || continue
        now
        last=''
        { read -r last <"$TOLD/contact"; } 2>/dev/null
        if [ "$last" != "$heard" ] || [ "$since" = 0 ]; then
            heard=$last since=$NOW
        fi
        margin=$((lease / 10))
        [ "$margin" -ge 1 ] || margin=1
        if [ $((NOW - since)) -gt $(((lease - margin) * 1000)) ]; then
            kill -s TERM "$PID"
            return
        fi
    done
}

stage() { # NAME: runs the script of that name
    STAGE=$1
    if [ ! -s "$SPEC/$1" ]; then
        CODE=0
        return
    fi
    if command -v bash >/dev/null 2>&1; then
        set -- bash --noprofile --norc -c '. "$0"' "$SPEC/$1"
    else
        set -- sh -c '. "$0"' "$SPEC/$1"
    fi
    if [ "$PID" != 1 ] && command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
    "$@" </dev/null 2>&1 &
    JOB=$!
    await "$JOB"
    # What outlives a stopped shell may be saving its work and has the same grace.
    while [ -n "$STOPPED" ] && others; do nap; done
    JOB=''
    if [ -n "$STOPPED" ] || [ "$CODE" != 0 ]; then finish "$CODE"; fi
}

others() { # whether more is left than this shell and what it has started itself
    [ "$PID" = 1 ] || return 1
    left=0
    for other in /proc/[0-9]*; do
        other=${other#/proc/}
        if [ "$other" = 1 ] || [ "$other" = "$KILLER" ]; then continue; fi
        parent=''
        { while read -r key value; do
            case $key in
                State:) case $value in Z* | X*) break ;; esac ;;
                PPid:)
                    parent=$value
                    break
                    ;;
            esac
        done <"/proc/$other/status"; } 2>/dev/null
        if [ -n "$parent" ] && [ "$parent" != "$KILLER" ]; then left=1; fi
    done
    [ "$left" = 1 ]
}

until_there() { # FILE
    while [ ! -s "$1" ]; do nap; done
}

export_peers() {
    ips=$OUTLAST_POD_IP
    if [ "$nodes" -gt 1 ]; then
        until_there "$TOLD/peers"
        ips=$(tr ',' '\n' <"$TOLD/peers")
    fi
    for name in SKYPILOT OUTLAST; do
        export "${name}_NODE_RANK=$OUTLAST_POD_RANK" "${name}_SETUP_NODE_RANK=$OUTLAST_POD_RANK"
        export "${name}_NODE_IPS=$ips" "${name}_SETUP_NODE_IPS=$ips" "${name}_HEAD_IP=${ips%%"
"*}"
    done
    unset OUTLAST_POD_IP OUTLAST_POD_RANK
}

PID=$$
trap on_term TERM
umask 022
read_conf
export HOME="$WORK/home" PYTHONUNBUFFERED=1 OUTLAST_HEARTBEAT_FILE="$WORK/heartbeat"
mkdir -p "$HOME"
# A record of where the output begins: the first line, not the job's.
printf '\036outlast 1\n'
if [ "$files" = 1 ]; then until_there "$WORK/files.ready"; fi
. "$SPEC/env"
export_peers
. "$SPEC/user"
cd "$HOME/sky_workdir" 2>/dev/null || cd "$HOME" || exit 73
watch &
stage setup
if [ "$barrier" = 1 ]; then
    : >"$WORK/begun"
    STAGE=barrier
    until_there "$TOLD/go"
fi
now
BEGAN=$NOW
: >"$WORK/begun"
stage run
finish 0
