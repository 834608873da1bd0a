package io.entresol.agent;

import io.entresol.domain.frame.StoreChange;
import io.entresol.runtime.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * An agent's records in its work directory: one file for the agent that the machine is, one for
 * what belongs to the machine whichever agent it is. One agent at a time may use a work directory.
 */
final class FileRecordStore implements RecordStore {
  private static final String AGENT_KEYS = "slaves/";
  private static final String FILE = "records";
  private static final long REWRITE_BYTES = 1 << 20;

  private final WorkDirectory directory;
  private final WorkerExecutor worker;
  private FileChannel lockFile;
  private RecordLog machine;
  private Optional<String> agentId = Optional.empty();
  private Optional<RecordLog> agent = Optional.empty();

  FileRecordStore(Vertx vertx, WorkDirectory directory, String name) {
    this.directory = directory;
    // One thread: what it touches needs no lock, and batches stay in their order.
    this.worker = vertx.createSharedWorkerExecutor("agent-records-" + name, 1);
  }

  private <T> Future<T> onWorker(Callable<T> blocking) {
    return worker.executeBlocking(blocking, true);
  }

  /** Fails if another agent uses the directory, or the records are damaged. */
  @Override
  public Future<Map<String, byte[]>> load() {
    return onWorker(this::loadBlocking);
  }

  private Map<String, byte[]> loadBlocking() throws IOException {
    lock();
    machine = RecordLog.open(directory.machineMeta().resolve(FILE), REWRITE_BYTES);
    agentId = directory.latestAgent();
    if (agentId.isPresent()) {
      agent = Optional.of(openAgent(agentId.get()));
    }
    Map<String, byte[]> all = new TreeMap<>(machine.records());
    agent.ifPresent(log -> all.putAll(log.records()));
    return all;
  }

  private void lock() throws IOException {
    Files.createDirectories(directory.meta());
    lockFile =
        FileChannel.open(
            directory.meta().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new IOException(inUse(), e);
    }
    if (lock == null) {
      throw new IOException(inUse());
    }
  }

  private String inUse() {
    return "Another agent uses the work directory " + directory.root();
  }

  private RecordLog openAgent(String id) throws IOException {
    return RecordLog.open(directory.agentMeta(id).resolve(FILE), REWRITE_BYTES);
  }

  @Override
  public Future<Void> commit(List<StoreChange> changes) {
    return onWorker(
        () -> {
          commitBlocking(changes);
          return null;
        });
  }

  /**
   * What belongs to the machine is written first: an operation is carried out before it is said
   * that it was.
   */
  private void commitBlocking(List<StoreChange> changes) throws IOException {
    List<StoreChange> ofMachine = new ArrayList<>();
    List<StoreChange> ofAgent = new ArrayList<>();
    for (StoreChange change : changes) {
      (change.key().startsWith(AGENT_KEYS) ? ofAgent : ofMachine).add(change);
    }
    if (!ofMachine.isEmpty()) {
      machine.append(ofMachine);
    }
    if (!ofAgent.isEmpty()) {
      boolean isNew = agent.isEmpty();
      if (isNew) {
        agentId = Optional.of(ofAgent.get(0).key().split("/", -1)[1]);
        agent = Optional.of(openAgent(agentId.get()));
      }
      agent.get().append(ofAgent);
      if (isNew) {
        directory.makeLatest(agentId.get());
      }
    }
  }

  /** The next agent in this directory is a new one. */
  Future<Void> forgetAgent() {
    return onWorker(
        () -> {
          directory.forgetLatest();
          return null;
        });
  }

  /** Lets another agent have the directory. */
  Future<Void> close() {
    return onWorker(
            () -> {
              if (machine != null) {
                machine.close();
              }
              if (agent.isPresent()) {
                agent.get().close();
              }
              if (lockFile != null) {
                lockFile.close();
              }
              return (Void) null;
            })
        .eventually(worker::close);
  }
}
