#!/bin/sh
# The part of the Outlast node runner that is with the job: what runs inside its container, and the words that both
# sides use. runner.sh reads it; in a PID namespace it runs alone, as process 1, where every line costs each job time.
# shellcheck disable=SC2034 # half of these words are runner.sh's
set -u

# --- clock, processes, records ---------------------------------------------------------------------------------

# NOW: milliseconds since boot. The wall clock may step, this one does not, and it goes on while suspended.
now() {
    read -r up _ </proc/uptime
    frac=1${up#*.}
    NOW=$((${up%.*} * 1000 + (frac - 100) * 10))
}

# look PID: reads P_PID P_STATE P_PARENT P_GROUP P_SESSION P_START; fails when there is no such process. "self" is the
# shell that runs this, also a subshell, in which $$ is its parent's.
look() {
    stat=
    # A command name may hold blanks, parentheses and newlines; the last ") " ends it.
    { while read -r line || [ -n "$line" ]; do stat="$stat $line"; done <"/proc/$1/stat"; } 2>/dev/null
    [ -n "$stat" ] || return 1
    P_PID=${stat%% (*}
    P_PID=${P_PID# }
    # shellcheck disable=SC2086 # numbers and one letter
    set -- ${stat##*) }
    P_STATE=$1 P_PARENT=$2 P_GROUP=$3 P_SESSION=$4 P_START=${20}
}

# A pid alone is never trusted: it may have been given to a stranger since.
same() { # PID START BOOT
    [ "${3:-}" = "$BOOT" ] && look "$1" && [ "$P_START" = "$2" ] && [ "$P_STATE" != Z ] && [ "$P_STATE" != X ]
}

recorded() { # FILE: R_PID, when the process it names lives
    R_PID='' R_START='' R_BOOT=''
    { read -r R_PID R_START R_BOOT <"$1"; } 2>/dev/null
    [ -n "$R_BOOT" ] && same "$R_PID" "$R_START" "$R_BOOT"
}

record() { # PHASE
    now
    printf '%s %s\n' "$1" "$NOW" >>state/phase
}

enter() { # PHASE
    record "$1"
    notify
}

notify() {
    [ -z "$notify" ] || { printf '' >"$notify/$notify_id"; } 2>/dev/null
}

read_conf() {
    epoch=0 grace=30 contact_lease=0 activate_deadline=600 isolate=auto notify='' notify_id='' barrier=0 home=''
    profile=login
    { while IFS='=' read -r key value; do
        case $key in
            epoch) epoch=$value ;;
            grace) grace=$value ;;
            contact_lease) contact_lease=$value ;;
            activate_deadline) activate_deadline=$value ;;
            isolate) isolate=$value ;;
            notify) notify=$value ;;
            notify_id) notify_id=$value ;;
            barrier) barrier=$value ;;
            home) home=$value ;;
            profile) profile=$value ;;
        esac
    done <spec/conf; } 2>/dev/null
}

# await PID: code. A trap interrupts wait with 143; a status that was told already is told as 127.
await() {
    code=127
    while :; do
        interrupted=
        wait "$1"
        got=$?
        if [ "$got" != 127 ] || [ "$code" = 127 ]; then code=$got; fi
        if [ -z "$interrupted" ] || [ "$got" != 143 ]; then break; fi
    done
}

nap() { # MILLISECONDS
    part=$(($1 % 1000 + 1000))
    napping=1
    sleep "$(($1 / 1000)).${part#1}" &
    wait $!
    napping=
}

# --- inside the job's container --------------------------------------------------------------------------------

# In a PID namespace this is process 1: it passes TERM to all others, and its end ends them.
init() {
    DIR=$1 MODE=pidns
    cd "$DIR" || exit 73
    RESET=${OUTLAST_RUN_RESET:-env}
    read_conf
    body
}

on_body_term() {
    interrupted=1
    [ "$MODE" != pidns ] || kill -s TERM -- -1
}

ended() { # STAGE CODE
    printf '%s %s\n' "$1" "$2" >state/result
    # A shell without a trap dies of TERM at once; what it waited for may be saving its work and has the same grace.
    if [ -e state/stop ]; then
        while others; do nap 100; done
    fi
    exit "$2"
}

others() { # whether more than this process is left of the job
    if [ "$MODE" = pidns ]; then
        set -- /proc/[0-9]*
        [ $# -gt 1 ]
        return
    fi
    containment
    FOUND=' '
    case $MODE in
        cgroup) members ;;
        scan) scan ;;
    esac
    read -r me _ <state/job
    [ "$FOUND" != ' ' ] && [ "$FOUND" != " $me " ]
}

body() {
    trap on_body_term TERM
    # An unshare that is killed just when it forks leaves us alive: we ask for its death to be ours a moment later. Who
    # kills it writes a tombstone, or state/stop, before that.
    [ ! -e tombstone ] || exit 143
    [ ! -e state/stop ] || ended claimed 143
    if [ -s spec/setup ]; then
        enter setup
        user setup
        [ "$code" = 0 ] || ended setup "$code"
        [ ! -e state/stop ] || ended setup 143
    fi
    if [ "$barrier" = 1 ]; then
        enter barrier
        while [ ! -e spec/go ]; do
            [ ! -e state/stop ] || ended barrier 143
            nap 200
        done
    fi
    enter run
    code=0
    [ ! -s spec/run ] || user run
    ended run "$code"
}

# What the user's shell runs first: the login file may have read .bashrc already; the job's own variables come last
# and win, and no variable's value is ever in an argument list.
# shellcheck disable=SC2016 # for the user's shell to expand
BASHRC='outlast_lines=()
for outlast_file in ~/.bash_profile ~/.bash_login ~/.profile; do
    if [ -r "$outlast_file" ]; then mapfile -t outlast_lines <"$outlast_file"; break; fi
done
case "${outlast_lines[*]}" in *bashrc*) ;; *) [ ! -r ~/.bashrc ] || . ~/.bashrc ;; esac
unset outlast_lines outlast_file
'
# shellcheck disable=SC2016 # for the user's shell to expand
SCRIPT='[ ! -r "${0%/*}/env" ] || . "${0%/*}/env"
PATH=$OUTLAST_BIN:$PATH
unset OUTLAST_BIN
. "$0"'

user() { # STAGE: code
    stage_file=$DIR/spec/$1
    if ! command -v bash >/dev/null; then
        printf 'outlast: bash is not installed here; this is sh\n' >>out
        set -- sh -c "$SCRIPT" "$stage_file"
    elif [ "$profile" = login ]; then
        set -- bash -l -c "$BASHRC$SCRIPT" "$stage_file"
    else
        set -- bash --noprofile --norc -c "$SCRIPT" "$stage_file"
    fi
    # The last helper gives the job its locale.
    locale=${OUTLAST_RUN_LOCALE-}
    if [ "$RESET" != env ]; then
        if [ -n "$locale" ]; then set -- "LC_ALL=$locale" "$@"; else set -- -u LC_ALL "$@"; fi
        # shellcheck disable=SC2086 # a command and its option
        set -- $RESET "$@"
    fi
    if command -v setsid >/dev/null; then set -- setsid "$@"; fi
    (
        [ -z "$home" ] || HOME=$home
        export HOME OUTLAST_BIN="${RUNNER%/*}" OUTLAST_HEARTBEAT_FILE="$DIR/state/heartbeat" PYTHONUNBUFFERED=1
        if [ "$RESET" = env ]; then
            unset LC_ALL
            [ -z "$locale" ] || export LC_ALL="$locale"
        fi
        unset OUTLAST_RUN_RESET OUTLAST_RUN_LOCALE
        cd "$HOME/sky_workdir" 2>/dev/null || cd "$HOME" || cd /
        exec "$@"
    ) </dev/null >>out 2>&1 &
    await $!
}

RUNNER=$0 notify='' napping='' interrupted=''
# Read by runner.sh, it is only words.
case ${0##*/} in
    job.sh) init "$1" ;;
esac
