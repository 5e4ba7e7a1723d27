#!/bin/sh
# What the Outlast node runner can be asked besides starting an attempt: words that runner.sh reads only then, since a
# start pays for every line that it reads.
# shellcheck disable=SC2154 # runner.sh and job.sh set what is used here

drain() {
    enter_dir "$1"
    if recorded state/pid; then
        kill -s TERM "$R_PID"
    elif [ ! -s state/exit ]; then
        complain "no supervisor runs"
        exit 1
    fi
}

release() {
    given=
    [ "$1" != --epoch ] || { given=$2; shift 2; }
    enter_dir "$1"
    read_conf
    lock
    highest=0
    { read -r highest _ <epoch; } 2>/dev/null
    highest=${highest:-0}
    if [ -n "$given" ] && [ "$given" -lt "$highest" ]; then
        unlock
        complain "epoch $given is older than $highest"
        exit 3
    fi
    [ "${given:-0}" -le "$highest" ] || { highest=$given; printf '%s\n' "$highest" >epoch; }
    [ -e tombstone ] || printf '%s\n' "$highest" >tombstone
    unlock
    # Who is just signing will see the tombstone; but then it has a name that must be waited for.
    tries=0
    while [ -e state/pid ] && [ ! -s state/pid ] && [ $tries -lt 40 ]; do
        nap 50
        tries=$((tries + 1))
    done
    end_all
    [ -z "$CGROUP" ] || [ ! -d "$CGROUP" ] || rmdir "$CGROUP"
    phases
    [ "$PHASE" = none ] || finish "$PHASE" 137 stopped
    rm -f spec/env
}

remaining() { # FOUND: every process of the attempt that lives
    FOUND=' '
    if recorded state/job; then found "$R_PID"; tree "$R_PID"; fi
    if recorded state/pid; then found "$R_PID"; tree "$R_PID"; fi
    case $MODE in
        cgroup) members ;;
        scan) scan ;;
    esac
    # A zombie holds nothing; its parent may take its time.
    alive=' '
    for p in $FOUND; do
        look "$p" && [ "$P_STATE" != Z ] && [ "$P_STATE" != X ] && alive="$alive$p "
    done
    FOUND=$alive
}

end_all() {
    containment || { MODE='' CGROUP=''; recorded state/pid || return 0; }
    # The supervisor first: it must start nothing more, and its children must keep their parent while they are found.
    if recorded state/pid; then kill -s STOP "$R_PID"; fi
    round=0
    case $MODE in
        cgroup) signal KILL ;;
        pidns)
            # The kernel ends the rest, and unshare after it: no use in walking a tree that falls.
            signal KILL
            while recorded state/job && [ $round -lt 100 ]; do
                sleep 0.02
                round=$((round + 1))
            done
            round=0
            ;;
    esac
    while [ $round -lt 100 ]; do
        remaining
        if [ "$FOUND" = ' ' ] && [ "$MODE" = scan ]; then scan_environ; fi
        [ "$FOUND" != ' ' ] || return 0
        # All stand still before any dies: a bomb cannot outrun the scan.
        # shellcheck disable=SC2086 # a list of pids
        {
            [ "$MODE" != scan ] || { kill -s STOP $FOUND; scan; }
            kill -s KILL $FOUND
        } 2>/dev/null
        round=$((round + 1))
        [ $round -lt 4 ] || sleep 0.05
    done
    complain "could not be killed:$FOUND"
    exit 1
}

# One line per attempt; one stat and one date for all of them.
status() {
    now
    wall=$(date +%s)
    exec 3<<END
$(stats "$@" 2>/dev/null)
END
    name=
    for DIR in "$@"; do
        size=0 last=0 idle='-'
        while :; do
            case $name in
                "$DIR/out") size=$bytes ;;
                "$DIR/state/heartbeat") ;;
                '') ;;
                *) break ;;
            esac
            [ -z "$name" ] || [ "$changed" -le "$last" ] || last=$changed
            read -r bytes changed name <&3 || { name=''; break; }
        done
        [ "$last" = 0 ] || idle=$((wall - last))
        cd "$DIR" 2>/dev/null || { printf 'phase=none alive=no dir=%s\n' "$DIR"; continue; }
        status_line
    done
}

stats() {
    for d; do
        shift
        set -- "$@" "$d/out" "$d/state/heartbeat"
    done
    stat -c '%s %Y %n' "$@"
}

status_line() {
    phases
    if recorded state/pid; then alive=yes; elif recorded state/job; then alive=orphan; else alive=no; fi
    at='-' failed='-' code='-' ran=0 reason='-' released=no
    if [ -s state/exit ]; then
        read -r failed code at ran reason <state/exit
    elif [ -n "$RUN_AT" ]; then
        ran=$((NOW - RUN_AT))
    fi
    [ ! -e tombstone ] || released=yes
    printf 'phase=%s alive=%s exit_phase=%s code=%s exit_uptime_ms=%s run_ms=%s reason=%s uptime_ms=%s ' \
        "$PHASE" "$alive" "$failed" "$code" "$at" "$ran" "$reason" "$NOW"
    printf 'out=%s idle=%s released=%s boot=%s dir=%s\n' "$size" "$idle" "$released" "$BOOT" "$DIR"
}
