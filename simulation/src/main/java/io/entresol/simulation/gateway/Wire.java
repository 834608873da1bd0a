package io.entresol.simulation.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;

/** The two forms in which frameworks write calls and read events. */
enum Wire {
  PROTOBUF("application/x-protobuf") {
    @Override
    byte[] write(Call call) {
      return call.toByteArray();
    }

    @Override
    Event read(byte[] record) {
      try {
        return Event.parseFrom(record);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException("no event", e);
      }
    }
  },
  JSON("application/json") {
    @Override
    byte[] write(Call call) {
      return MesosJson.print(call);
    }

    @Override
    Event read(byte[] record) {
      try {
        return MesosJson.parse(record, Event.getDefaultInstance());
      } catch (MesosJsonException e) {
        throw new IllegalArgumentException("no event", e);
      }
    }
  };

  private final String mediaType;

  Wire(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  abstract byte[] write(Call call);

  abstract Event read(byte[] record);
}
