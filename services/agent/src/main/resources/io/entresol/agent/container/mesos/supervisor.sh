#!/bin/sh
# Keeps the record of one task, whether or not the agent lives.
#
#   supervisor.sh STARTED ENDED DOORS COMMAND...
#
# Runs COMMAND in the current directory, with its output appended to the files stdout and stderr
# there. Before it runs, the file STARTED and this script's standard output get one line of
# /proc/PID/stat for the supervisor and one for the task: pid and start time name both for ever. When
# the task has ended, the file ENDED gets what the shell's jobs command says of it, then the line
# "exit STATUS"; without that line it is not finished. DOORS are the cgroup.procs files to join,
# separated by blanks.
started=$1 ended=$2 doors=$3
shift 3

supervise() {
  # Signals are meant for the task or for the agent. A handler, unlike ignoring them, is not inherited.
  trap : HUP INT QUIT TERM PIPE
  read -r own </proc/self/stat
  (
    for door in $doors; do
      echo 0 >"$door" || exit 126
    done
    # The task writes its own line: its pid and start time outlive the exec, and nobody can be too late.
    read -r task </proc/self/stat
    printf '%s\n%s\n' "$own" "$task" >"$started" || exit 126
    printf '%s\n%s\n' "$own" "$task" >&3
    exec "$@" 3>&-
  ) 3>&1 </dev/null >>stdout 2>>stderr &
  task=$!
  exec >/dev/null 2>&1

  wait "$task"
  status=$?
  # A signal to this shell ends wait early, with a status like that of a task killed by a signal.
  while [ "$status" -gt 128 ] && kill -0 "$task"; do
    wait "$task"
    status=$?
  done
  [ -s "$started" ] || exit
  jobs -l >"$ended"
  # What the task left behind in its process group ends with it.
  kill -s KILL -- "-$task"
  echo "exit $status" >>"$ended"
}

# In the background, so that the agent has no child that lasts, and the task no parent that dies. This
# shell stays until both lines are there: an agent reads nothing of a child that has ended.
printf '%s\n' "$(supervise "$@" &)"
