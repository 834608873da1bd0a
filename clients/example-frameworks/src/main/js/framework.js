"use strict";
// Runs a number of short tasks through the npm package "mesos-framework" (v1 scheduler API, JSON) and ends with 0 once
// every one has finished, with 1 as soon as one has failed. A stream that breaks is opened again; a task that was lost is
// launched again.
//
// Arguments: host and port of the master, the number of tasks, the command.

const os = require("os");
const { Scheduler, Mesos } = require("mesos-framework");

const RETRY_MS = 500;
const TELL_EVERY = 20;

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
  frameworkFailoverTimeout: 120,
  // Unless both are given it insists on a folder named logs.
  logging: { path: os.tmpdir(), fileName: `js-example-${process.pid}.log`, level: "error" },
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
    if (!finished.has(task.value) && (finished.size + 1) % TELL_EVERY === 0) {
      console.log(`${finished.size + 1} tasks have finished`);
    }
    finished.add(task.value);
  } else if (!["TASK_STAGING", "TASK_STARTING", "TASK_RUNNING", "TASK_LOST"].includes(state)) {
    end(1, `${task.value} is ${state}: ${message}`);
  }
  if (finished.size === Number(tasks)) {
    // Leaves the client a moment to acknowledge the last update.
    setTimeout(() => end(0, `All ${tasks} tasks finished`), 500);
  }
});

// A call may have been lost with the connection or with the master.
scheduler.on("heartbeat", () => scheduler.sync());

// The client subscribes again by itself when its stream ends in good order, but not when it breaks or nobody answers.
function keepSubscribed() {
  const { httpRequest: request } = scheduler;
  const stream = request.res;
  if (request.destroyed || (stream && (stream.destroyed || stream.complete))) {
    scheduler.mesosStreamId = undefined;
    delete scheduler.requestTemplate.headers["mesos-stream-id"];
    delete scheduler.requestTemplate.headers["Mesos-Stream-Id"];
    scheduler.subscribe();
  }
}

scheduler.on("error", (error) => {
  const message = String(error.message || error);
  if (message.startsWith("Error received from Mesos master")) {
    end(1, `ERROR: ${message}`);
  }
  console.log(message);
});
scheduler.on("ready", () => {
  scheduler.subscribe();
  setInterval(keepSubscribed, RETRY_MS);
});
