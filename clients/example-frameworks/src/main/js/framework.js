"use strict";
// Runs a number of short tasks through the npm package "mesos-framework" (v1 scheduler API, JSON) and ends with 0 once
// every one has finished, with 1 as soon as one has not.
//
// Arguments: host and port of the master, the number of tasks, the command.

const { Scheduler, Mesos } = require("mesos-framework");

const messages = Mesos.getMesos();

const [host, port, tasks, command] = process.argv.slice(2);
if (!command) {
  console.error("Usage: node framework.js <host> <port> <tasks> <command>");
  process.exit(1);
}

const finished = new Set();
const scheduler = new Scheduler({
  masterUrl: host,
  port: Number(port),
  frameworkName: "js-example",
  frameworkFailoverTimeout: 0,
  logging: { level: "error" },
  restartStates: ["TASK_LOST"],
  tasks: {
    short: {
      priority: 1,
      instances: Number(tasks),
      commandInfo: new messages.CommandInfo({ value: command, shell: true }),
      resources: { cpus: 0.1, mem: 32, ports: 0, disk: 0 },
    },
  },
});

function end(status, why) {
  console.log(why);
  process.exit(status);
}

scheduler.on("update", (update) => {
  const { task_id: task, state, message } = update.status;
  if (state === "TASK_FINISHED") {
    finished.add(task.value);
  } else if (!["TASK_STAGING", "TASK_STARTING", "TASK_RUNNING"].includes(state)) {
    end(1, `${task.value} is ${state}: ${message}`);
  }
  if (finished.size === Number(tasks)) {
    // Leaves the client a moment to acknowledge the last update.
    setTimeout(() => end(0, `All ${tasks} tasks finished`), 500);
  }
});
scheduler.on("error", (error) => end(1, `ERROR: ${error.message}`));
scheduler.on("ready", () => scheduler.subscribe());
