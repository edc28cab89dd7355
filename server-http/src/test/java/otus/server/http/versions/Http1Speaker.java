package otus.server.http.versions;

import java.util.List;
import otus.server.http.h1.Client;
import otus.server.http.h1.Server;

/// Speaks HTTP/1.1. Content is sent with its length if the row says so, otherwise in chunks.
final class Http1Speaker implements Speaker {
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

  private final Server server;
  private final Client client;
  private boolean chunked;

  Http1Speaker(Server server) {
    this.server = server;
    client = server.connect();
  }

  private void send(String text) {
    client.send(text);
    server.settle();
  }

  @Override
  public void head(Row row, boolean end) {
    StringBuilder head = new StringBuilder();
    head.append(row.method).append(' ').append(row.target).append(" HTTP/1.1\r\n");
    if (row.authority != null) {
      head.append("Host: ").append(row.authority).append("\r\n");
    }
    for (int i = 0; i < row.headers.size(); i += 2) {
      head.append(row.headers.get(i)).append(": ").append(row.headers.get(i + 1)).append("\r\n");
    }
    if (!end && !row.headers.contains("content-length")) {
      chunked = true;
      head.append("Transfer-Encoding: chunked\r\n");
    }
    send(head + "\r\n");
  }

  @Override
  public void content(String part, boolean end) {
    if (!chunked) {
      send(part);
      return;
    }
    String size = Integer.toHexString(part.length());
    send((part.isEmpty() ? "" : size + "\r\n" + part + "\r\n") + (end ? "0\r\n\r\n" : ""));
  }

  @Override
  public void trailers(List<String> fields) {
    StringBuilder last = new StringBuilder("0\r\n");
    for (int i = 0; i < fields.size(); i += 2) {
      last.append(fields.get(i)).append(": ").append(fields.get(i + 1)).append("\r\n");
    }
    send(last + "\r\n");
  }

  @Override
  public void abort() {
    client.reset();
    server.settle();
  }

  @Override
  public void cut() {
    client.finish();
    server.settle();
  }

  @Override
  public void stopReading() {
    client.takes(0);
  }

  @Override
  public Received received(Row row) {
    return new Http1Reader(client.received()).read(row.method);
  }

  @Override
  public boolean isUsable() {
    int before = client.received().length();
    send(NEXT);
    String received = client.received().substring(before);
    return received.startsWith("HTTP/1.1 200") && received.endsWith("next") && !isEnded();
  }

  @Override
  public boolean isEnded() {
    return client.isEnded();
  }
}
