package io.entresol.cli.execute;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import java.io.IOException;

/** How calls and events are written: {@code --content_type}. */
enum WireFormat {
  PROTOBUF("application/x-protobuf") {
    @Override
    byte[] encode(Call call) {
      return call.toByteArray();
    }

    @Override
    Event decode(byte[] record) throws InvalidProtocolBufferException {
      return Event.parseFrom(record);
    }
  },
  JSON("application/json") {
    @Override
    byte[] encode(Call call) {
      return MesosJson.print(call);
    }

    @Override
    Event decode(byte[] record) throws IOException {
      try {
        return MesosJson.parse(record, Event.getDefaultInstance());
      } catch (MesosJsonException e) {
        throw new IOException("not an event: " + e.getMessage(), e);
      }
    }
  };

  private final String contentType;

  WireFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  abstract byte[] encode(Call call);

  abstract Event decode(byte[] record) throws IOException;
}
