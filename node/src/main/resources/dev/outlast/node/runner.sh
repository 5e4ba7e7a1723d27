#!/bin/sh
# The Outlast node runner: starts one attempt's setup and run on a node, outlives whoever started it, and ends
# everything it started. docs/node-runner.md is the contract of the files and verbs.
#
# Most jobs are short, so the way from start to exit record forks as little as it can: state is read and written
# by builtins (read, printf), and an append of one short line stands in for write-and-rename.
set -u

# shellcheck source-path=SCRIPTDIR source=job.sh
. "${0%/*}/job.sh"

usage() {
    printf 'usage: runner.sh start [--wait-activate] DIR | drain DIR | release [--epoch N] DIR | status DIR...\n' >&2
    exit 64
}

complain() { printf 'runner: %s\n' "$*" >&2; }

phases() { # PHASE: the last one, RUN_AT: when run began
    PHASE=none RUN_AT=''
    { while read -r p t; do
        PHASE=$p
        [ "$p" != run ] || RUN_AT=$t
    done <state/phase; } 2>/dev/null
}

# The first record is the truth; a disk that the job's own output has filled must not swallow it.
finish() { # PHASE CODE REASON
    [ ! -s state/exit ] || return 0
    phases
    now
    [ -z "$RUN_AT" ] && ran=0 || ran=$((NOW - RUN_AT))
    printf '%s %s %s %s %s\n' "$1" "$2" "$NOW" "$ran" "$3" >>state/exit || {
        rm -f state/reserve
        printf '%s %s %s %s %s\n' "$1" "$2" "$NOW" "$ran" "$3" >>state/exit
    }
    case $3 in exited) enter exited ;; *) enter stopped ;; esac
}

lock() {
    exec 9>>lock
    if command -v flock >/dev/null; then
        flock 9
        return
    fi
    # No flock: a directory, taken from a holder that is gone.
    until mkdir lock.d 2>/dev/null; do
        recorded lock.d/owner || { [ -e lock.d/owner ] && mv lock.d "lock.old.$$" 2>/dev/null && rm -rf "lock.old.$$"; }
        sleep 1
    done
    look $$
    printf '%s %s %s\n' $$ "$P_START" "$BOOT" >lock.d/owner
}

unlock() {
    [ ! -d lock.d ] || rm -rf lock.d
    exec 9>&-
}

enter_dir() { # DIR
    case $1 in /*) DIR=$1 ;; *) complain "not an absolute path: $1"; exit 64 ;; esac
    [ -d "$DIR/state" ] || (umask 077 && mkdir -p "$DIR/state" "$DIR/spec") || exit 73
    cd "$DIR" || exit 73
}

# --- claim -----------------------------------------------------------------------------------------------------

refuse() { # REASON CODE TEXT
    if ! recorded state/pid || [ "$R_PID" = $$ ]; then finish claimed "$2" "$1"; fi
    complain "$3"
    exit "$2"
}

# At most one supervisor per attempt, ever: it leaves its name in a file that only one can make, or goes. It looks for
# the tombstone after that, and a release looks for the name after it has written the tombstone, so that one of both
# sees the other. No lock is taken: a program for it would cost as much as all the rest of the claim.
claim() {
    look $$
    MARK=$$.$P_START.$BOOT
    TAG=$((P_START * 4194304 + $$))
    highest=0
    { read -r highest _ <epoch; } 2>/dev/null
    [ "${highest:-0}" -le "$epoch" ] || refuse refused 3 "epoch $epoch is older than $highest"
    [ ! -e tombstone ] || released
    if sign; then
        begin
    elif ! recorded state/pid || [ "$R_PID" != $$ ]; then
        taken
    fi
    [ ! -e tombstone ] || released
    printf '%s\n' "$epoch" >epoch
}

# sign: makes state/pid, with our name in it; fails when somebody made it before.
sign() {
    set -C
    # Not `:`, with which a failed redirection would end the shell.
    { printf '' >state/pid; } 2>/dev/null
    made=$?
    set +C
    [ $made = 0 ] || { [ -e state/pid ] || exit 74; return 1; }
    printf '%s %s %s\n' $$ "$P_START" "$BOOT" >state/pid || { rm -f state/pid; exit 74; }
}

# Somebody signed already. It is an attempt that runs or has run; never twice.
taken() {
    tries=0
    while [ ! -s state/pid ] && [ $tries -lt 40 ]; do
        # It is just being signed.
        nap 50
        tries=$((tries + 1))
    done
    recorded state/pid && exit 0
    [ ! -s state/exit ] || exit 0
    phases
    case $PHASE in
        none | claimed) inherit ;;
        # Its predecessor died without a word after the job began.
        *) refuse lost 3 "the supervisor of this attempt is gone" ;;
    esac
}

# The predecessor died before the job began: our name takes the place of its own at once, since an attempt that has a
# phase and no name looks like one that died. Under a lock against others who do the same.
inherit() {
    [ -s state/pid ] || refuse lost 3 "the supervisor of this attempt died while it signed"
    lock
    if recorded state/pid; then
        unlock
        exit 0
    fi
    look $$
    printf '%s %s %s\n' $$ "$P_START" "$BOOT" >"state/pid.$$" && mv "state/pid.$$" state/pid || exit 74
    begin
    unlock
}

begin() {
    trap on_term TERM
    printf '%1024s' '' >state/reserve
    # Called out only where it stays at that: the next phase comes at once, and each call costs whoever hears it a look.
    record claimed
    [ -z "$waits" ] || notify
}

released() {
    # A late launch may have written the secrets once more.
    rm -f spec/env
    refuse refused 3 "released already"
}

# --- finding and ending processes ------------------------------------------------------------------------------

# FOUND grows by what is not in it yet. Never ourselves.
found() {
    for p in "$@"; do
        case $FOUND in *" $p "*) ;; *) [ "$p" = "$ME" ] || FOUND="$FOUND$p " ;; esac
    done
}

children() { # PID: KIDS
    KIDS=
    if [ -e "/proc/$1/task/$1/children" ]; then
        for f in /proc/"$1"/task/*/children; do
            kids=
            { read -r kids <"$f"; } 2>/dev/null
            KIDS="$KIDS $kids"
        done
        return
    fi
    for d in /proc/[0-9]*; do
        look "${d#/proc/}" && [ "$P_PARENT" = "$1" ] && KIDS="$KIDS ${d#/proc/}"
    done
}

tree() { # PID...: all below, into FOUND
    todo="$*"
    while [ -n "$todo" ]; do
        next=
        for p in $todo; do
            children "$p"
            next="$next$KIDS"
            # shellcheck disable=SC2086 # a list of pids
            found $KIDS
        done
        # Only blanks left: the leaves are reached.
        case $next in *[0-9]*) todo=$next ;; *) todo= ;; esac
    done
}

# INIT: the first process of the job's PID namespace, the only child of its unshare.
init_of() { # PID
    children "$1"
    # shellcheck disable=SC2086 # a list of pids
    set -- $KIDS
    INIT=${1:-}
    [ -n "$INIT" ]
}

tagged() { # PID: carries the job's mark, whatever it did to its session, environment and files
    {
        while read -r a b c soft _; do
            case "$a $b $c" in 'Max file locks') [ "$soft" != "$TAG" ] || return 0 ;; esac
        done <"/proc/$1/limits"
    } 2>/dev/null
    # shellcheck disable=SC3013 # dash, ash and bash all know -ef
    [ "/proc/$1/fd/1" -ef out ] || [ "/proc/$1/fd/2" -ef out ]
}

# scan: into FOUND all that belongs to the job where no kernel container holds it. No forks: a fork bomb may have
# left none. Only what started after the supervisor is looked at; a relative of what is known is known.
scan() {
    for d in /proc/[0-9]*; do
        q=${d#/proc/}
        look "$q" || continue
        [ "$P_START" -ge "$FLOOR" ] || continue
        case $P_STATE in Z | X) continue ;; esac
        case $FOUND in
            *" $P_PARENT "* | *" $P_GROUP "* | *" $P_SESSION "*) found "$q" ;;
            *) if tagged "$q"; then found "$q"; fi ;;
        esac
    done
}

# The same by environment. It forks, so it comes only once the scan finds nothing more.
scan_environ() {
    mark="OUTLAST_MARK=$MARK"
    # shellcheck disable=SC2013 # no blanks in these names
    for f in $(grep -lF "$mark" /proc/[0-9]*/environ 2>/dev/null); do
        f=${f#/proc/}
        look "${f%/*}" && [ "$P_STATE" != Z ] && [ "$P_START" -ge "$FLOOR" ] && found "${f%/*}"
    done
}

members() { # into FOUND: what is in the job's cgroup
    { while read -r p; do found "$p"; done <"$CGROUP/cgroup.procs"; } 2>/dev/null
}

containment() { # MODE CGROUP TAG FLOOR MARK, of a job that another process of ours may have started
    MODE='' CGROUP='' TAG=''
    { read -r MODE TAG CGROUP <state/isolation; } 2>/dev/null
    R_START=0
    { read -r R_PID R_START R_BOOT <state/pid; } 2>/dev/null
    FLOOR=${R_START:-0}
    MARK="${R_PID:-}.${R_START:-}.${R_BOOT:-}"
    [ -n "$MODE" ] && [ "${R_BOOT:-}" = "$BOOT" ]
}

signal() { # NAME: to every process of the job
    containment || return 0
    recorded state/job && root=$R_PID || root=
    FOUND=' '
    case $MODE in
        pidns)
            [ -n "$root" ] || return 0
            if init_of "$root"; then
                kill -s "$1" "$INIT"
            elif [ "$1" = KILL ]; then
                kill -s KILL "$root"
            fi
            return 0
            ;;
        cgroup)
            [ "$1" = KILL ] && printf 1 2>/dev/null >"$CGROUP/cgroup.kill" && return 0
            members
            ;;
        scan)
            [ -z "$root" ] || found "$root"
            scan
            scan
            ;;
    esac
    # shellcheck disable=SC2086 # a list of pids
    [ "$FOUND" = ' ' ] || kill -s "$1" $FOUND
}

# --- supervising -----------------------------------------------------------------------------------------------

end_helper() {
    [ -z "$napping" ] || kill $!
    exit 0
}

# Runs in a helper process, so that the supervisor only ever waits for the job.
stop_job() { # REASON MILLISECONDS
    trap end_helper TERM
    set -C
    if printf '%s\n' "$1" >state/stop; then first=1; else first=; fi 2>/dev/null
    set +C
    [ -z "$first" ] || signal TERM
    nap "$2"
    signal KILL
}

on_term() {
    interrupted=1
    if [ -z "$STARTED" ]; then
        # The job will see it before it begins.
        printf 'stopped\n' >state/stop
    elif [ -z "$stopper" ]; then
        stop_job stopped $((grace * 1000)) &
        stopper=$!
    fi
}

# The controller's word keeps the job alive: without it the job is gone, not merely asked to go, when the lease ends.
watch_contact() {
    trap end_helper TERM
    margin=$((contact_lease * 100))
    [ "$margin" -ge 1000 ] || margin=1000
    now
    seen='' since=$NOW
    while :; do
        contact=
        { read -r contact <spec/contact; } 2>/dev/null
        now
        [ "$contact" = "$seen" ] || seen=$contact since=$NOW
        left=$((since + contact_lease * 1000 - margin - NOW))
        [ "$left" -gt 0 ] || break
        [ "$left" -le $((margin / 2)) ] || left=$((margin / 2))
        nap "$left"
    done
    rest=$((margin * 8 / 10))
    [ $((grace * 1000)) -ge "$rest" ] || rest=$((grace * 1000))
    stop_job lease "$rest"
}

# What this node can do is found once per boot and kept beside the attempts: probing costs more than a short job.
capabilities() { # CAN: pidns, cgroup or scan; RESET: the command that gives the job default signals
    CAN='' RESET=''
    known=${DIR%/*}/.node-capabilities
    { read -r b CAN RESET <"$known"; } 2>/dev/null
    [ "${b:-}" != "$BOOT" ] || [ -z "$RESET" ] || return 0
    CAN=scan RESET=env
    # shellcheck disable=SC2086 # options
    unshare $UNSHARE true 2>/dev/null && CAN=pidns
    env --default-signal true 2>/dev/null && RESET='env --default-signal'
    printf '%s %s %s\n' "$BOOT" "$CAN" "$RESET" >"$known"
}

UNSHARE='--pid --fork --kill-child --mount-proc --propagation slave --'

cgroup_here() { # CGROUP: a new cgroup below our own
    mount='' own=''
    while read -r _ m t _; do [ "$t" != cgroup2 ] || mount=$m; done </proc/self/mounts
    while IFS=: read -r h c p; do [ "$h$c" != 0 ] || own=$p; done </proc/self/cgroup
    [ -n "$mount" ] && [ -w "$mount$own/cgroup.procs" ] || return 1
    CGROUP=${mount}${own%/}/outlast-$TAG
    mkdir "$CGROUP" 2>/dev/null
}

contain() {
    capabilities
    CGROUP=
    MODE=$isolate
    [ "$MODE" != auto ] || MODE=$CAN
    if [ "$MODE" = pidns ] && [ "$CAN" != pidns ]; then
        # Asked for by name: a user namespace will do, although sudo does not work in it.
        UNSHARE="--user --map-current-user $UNSHARE"
        # shellcheck disable=SC2086 # options
        unshare $UNSHARE true 2>/dev/null || MODE=auto
    fi
    case $MODE in
        pidns | scan) ;;
        *) if cgroup_here; then MODE=cgroup; else MODE=scan; fi ;;
    esac
    printf '%s %s %s\n' "$MODE" "$TAG" "$CGROUP" >state/isolation || exit 74
}

launch_job() {
    export OUTLAST_RUN_RESET="$RESET" OUTLAST_MARK="$MARK"
    (
        look self
        me=$P_PID
        printf '%s %s %s\n' "$me" "$P_START" "$BOOT" >state/job || exit 74
        # shellcheck disable=SC2086 # options
        case $MODE in
            pidns) exec unshare $UNSHARE sh "${RUNNER%/*}/job.sh" "$DIR" ;;
            cgroup) printf 0 >"$CGROUP/cgroup.procs" ;;
            # The kernel enforces this limit no more: it is a mark that fork, exec, setsid and env -i all keep.
            scan) { command ulimit -S -x "$TAG" || command ulimit -S -w "$TAG" || prlimit --pid "$me" --locks="$TAG:"; } 2>/dev/null ;;
        esac
        body
    ) &
    job=$!
}

start() {
    trap '' HUP INT
    stopper='' helper='' STARTED='' waits=''
    [ "$1" != --wait-activate ] || { waits=1; shift; }
    enter_dir "$1"
    [ -n "$waits" ] || [ -s spec/conf ] || { complain "no spec/conf"; exit 66; }
    # Programs that only help need no locale of the job's; loading one is a fifth of what they cost.
    export OUTLAST_RUN_LOCALE="${LC_ALL-}" LC_ALL=C
    read_conf
    claim
    exec </dev/null >>state/log 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&-
    [ -z "$waits" ] || await_activation
    contain
    STARTED=1
    launch_job
    if [ "$contact_lease" -gt 0 ]; then
        watch_contact &
        helper=$!
    fi
    await "$job"
    conclude
}

await_activation() {
    now
    until=$((NOW + activate_deadline * 1000))
    while [ ! -e spec/activate ]; do
        now
        [ "$NOW" -lt "$until" ] || { finish claimed 4 never-activated; exit 4; }
        [ ! -e state/stop ] || { finish claimed 143 stopped; exit 143; }
        nap 500
    done
    read_conf
    claim
}

conclude() {
    for p in $helper $stopper; do kill "$p"; done 2>/dev/null
    reason=exited
    [ ! -e state/stop ] || read -r reason <state/stop
    if [ "$MODE" = cgroup ]; then
        signal KILL
        rmdir "$CGROUP" || { nap 50; rmdir "$CGROUP"; }
    elif [ "$reason" != exited ]; then
        signal KILL
    fi
    phases
    stage=$PHASE
    # An empty result is one for which the disk had no room; the code came through as it is.
    if [ -s state/result ]; then
        read -r stage code <state/result
    elif [ ! -e state/result ] && [ "$PHASE" != claimed ]; then
        # Killed before it could say how it ended; the code is that of a helper.
        code=137
    fi
    finish "$stage" "$code" "$reason"
    wait
    exit "$code"
}

read -r BOOT </proc/sys/kernel/random/boot_id
ME=$$
[ $# -ge 2 ] || usage
verb=$1
shift
case $verb in
    start) ;;
    drain | release | status)
        # shellcheck source-path=SCRIPTDIR source=verbs.sh
        . "${0%/*}/verbs.sh"
        ;;
    *) usage ;;
esac
$verb "$@"
