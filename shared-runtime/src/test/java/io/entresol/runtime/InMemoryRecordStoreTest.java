package io.entresol.runtime;

class InMemoryRecordStoreTest extends RecordStoreContract {
  private final RecordStore store = new InMemoryRecordStore();

  @Override
  RecordStore open() {
    return store;
  }
}
