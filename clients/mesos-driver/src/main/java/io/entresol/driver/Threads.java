package io.entresol.driver;

/** Threads that do not keep the process alive, as those of the native library did not. */
final class Threads {
  private Threads() {}

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
