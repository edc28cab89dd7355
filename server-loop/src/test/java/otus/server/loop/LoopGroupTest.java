package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.loop.Server.Spread;
import otus.server.loop.nio.NioTransport;

@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // tests close early or twice
class LoopGroupTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Events events = new Events();

  private final Function<EventLoop, ConnectionFactory> echo =
      loop -> endpoint -> new Echo(endpoint, events);

  private Server echo(Spread spread) throws IOException {
    return new Server(spread, endpoint -> new Echo(endpoint, events));
  }

  @ParameterizedTest
  @EnumSource
  void group_serves_many_connections(Spread spread) throws Exception {
    try (Server server = echo(spread)) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        clients.add(server.connect());
      }
      for (int round = 0; round < 3; round++) {
        for (Client client : clients) {
          assertEquals("hello", client.echo("hello"));
        }
      }
      for (Client client : clients) {
        client.finish();
        assertEquals(Client.END, client.rest());
        events.expect("closed");
        client.close();
      }
      assertTrue(server.group.drain(LONG));
    }
    assertEquals(List.of(), events.rest());
  }

  @ParameterizedTest
  @EnumSource
  void every_loop_gets_connections(Spread spread) throws Exception {
    Set<EventLoop> used = ConcurrentHashMap.newKeySet();
    try (Server server =
        new Server(
            spread,
            endpoint -> {
              assertTrue(endpoint.loop().inLoop());
              used.add(endpoint.loop());
              return new Echo(endpoint, events);
            })) {
      int connections = 0;
      while (used.size() < spread.size) {
        try (Client client = server.connect()) {
          client.echo("x");
        }
        connections++;
      }
      assertTrue(spread == Spread.BY_THE_KERNEL || connections == spread.size);
      assertEquals(new HashSet<>(server.loops), used);
    }
  }

  @ParameterizedTest
  @EnumSource
  void connections_before_the_start_wait_for_it(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress address = Server.listen(group, echo);
      try (Client client = new Client(address).send("early")) {
        group.start();
        assertEquals("early", client.receive(5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void group_listens_on_several_addresses(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress one = Server.listen(group, echo);
      InetSocketAddress two = Server.listen(group, echo);
      assertNotEquals(one.getPort(), two.getPort());
      group.start();
      try (Client first = new Client(one);
          Client second = new Client(two)) {
        assertEquals("a", first.echo("a"));
        assertEquals("b", second.echo("b"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void listening_fails_when_the_port_is_in_use(Spread spread) throws Exception {
    for (boolean shared : new boolean[] {false, true}) {
      try (ServerSocketChannel holder = ServerSocketChannel.open()) {
        if (shared && holder.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
          holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        holder.bind(Server.anyPort());
        try (LoopGroup group = spread.open(Ticker.system())) {
          InetSocketAddress taken = (InetSocketAddress) holder.getLocalAddress();
          assertThrows(IOException.class, () -> group.listen(taken, echo), "shared: " + shared);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void listening_fails_while_another_group_listens_on_the_port(Spread spread) throws Exception {
    InetSocketAddress address;
    try (Server server = echo(spread);
        LoopGroup group = spread.open(Ticker.system())) {
      address = server.address;
      assertThrows(IOException.class, () -> group.listen(address, echo));
      try (Client client = server.connect()) {
        assertEquals("still there", client.echo("still there"));
      }
    }
    try (LoopGroup group = spread.open(Ticker.system())) {
      assertEquals(address, group.listen(address, echo));
    }
  }

  @Test
  void wildcard_ipv4_address_excludes_ipv6() throws IOException {
    try (LoopGroup group = Spread.ONE_LOOP.open(Ticker.system())) {
      int port =
          ((InetSocketAddress)
                  group.listen(
                      new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0), echo))
              .getPort();
      new Client(new InetSocketAddress("127.0.0.1", port)).close();
      InetSocketAddress other = new InetSocketAddress("::1", port);
      assertThrows(ConnectException.class, () -> new Client(other).close());
    }
  }

  @ParameterizedTest
  @EnumSource
  void unstarted_group_releases_everything_and_closes_repeatedly(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress address = Server.listen(group, echo);
      assertTrue(group.drain(LONG));
      assertThrows(ConnectException.class, () -> new Client(address));
      group.close();
    }
  }

  @Test
  void group_without_loops_is_rejected() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LoopGroup.open(0, Ticker.system(), ConnectionLimits.defaults()));
  }

  @Test
  void started_group_rejects_listen_and_start() throws Exception {
    try (Server server = echo(Spread.ONE_LOOP)) {
      assertThrows(IllegalStateException.class, () -> Server.listen(server.group, echo));
      assertThrows(IllegalStateException.class, server.group::start);
    }
  }

  @Test
  void opened_loops_are_closed_when_a_later_one_fails_to_open() {
    Transport transport = new NioTransport();
    AtomicInteger left = new AtomicInteger(2);
    Transport scarce =
        new Transport() {
          @Override
          public Poller open() throws IOException {
            if (left.getAndDecrement() == 0) {
              throw new IOException("Too many open files");
            }
            return transport.open();
          }

          @Override
          public boolean spreadsConnections(SocketAddress address) {
            return transport.spreadsConnections(address);
          }
        };
    assertThrows(
        IOException.class,
        () -> LoopGroup.open(scarce, 3, Ticker.system(), ConnectionLimits.defaults()));
  }

  @ParameterizedTest
  @EnumSource
  void group_closes_when_a_factory_cannot_be_created(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      List<EventLoop> started = new ArrayList<>();
      assertThrows(
          IllegalStateException.class,
          () ->
              Server.listen(
                  group,
                  loop -> {
                    started.add(loop);
                    if (started.size() == spread.size) {
                      throw new IllegalStateException("no factory");
                    }
                    return endpoint -> new Echo(endpoint, events);
                  }));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void transport_is_found_as_a_service(int size) throws Exception {
    try (LoopGroup group = LoopGroup.open(size, Ticker.system(), ConnectionLimits.defaults())) {
      InetSocketAddress address = Server.listen(group, echo);
      group.start();
      assertEquals(
          size,
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("otus-loop-"))
              .count());
      try (Client client = new Client(address)) {
        assertEquals("x", client.echo("x"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_address_has_its_own_protocol(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress one = Server.listen(group, echo);
      InetSocketAddress two = Server.listen(group, loop -> endpoint -> new Shout(endpoint, events));
      group.start();
      for (int i = 0; i < 2 * spread.size; i++) {
        try (Client plain = new Client(one);
            Client loud = new Client(two)) {
          assertEquals("a", plain.echo("a"));
          assertEquals("b!", loud.send("b").receive(2));
        }
      }
    }
  }

  /// Answers with an exclamation mark.
  private static final class Shout extends Echo {
    Shout(Endpoint endpoint, Events events) {
      super(endpoint, events);
    }

    @Override
    public void onReadable() throws IOException {
      ByteBuffer bytes = endpoint.loop().inbound();
      if (endpoint.read(bytes) < 0) {
        endpoint.close();
        return;
      }
      endpoint.write(bytes.put((byte) '!').flip());
    }
  }

  @ParameterizedTest
  @EnumSource
  void unix_socket_and_port_are_served_by_one_group(Spread spread, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("socket");
    Set<EventLoop> used = ConcurrentHashMap.newKeySet();
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress port = Server.listen(group, echo);
      SocketAddress bound =
          group.listen(
              UnixDomainSocketAddress.of(file),
              loop ->
                  endpoint -> {
                    used.add(endpoint.loop());
                    return new Echo(endpoint, events);
                  });
      assertEquals(UnixDomainSocketAddress.of(file), bound);
      group.start();
      for (int i = 0; i < spread.size; i++) {
        try (SocketChannel unix = SocketChannel.open(UnixDomainSocketAddress.of(file));
            Client tcp = new Client(port)) {
          unix.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
          ByteBuffer answer = ByteBuffer.allocate(5);
          while (answer.hasRemaining() && unix.read(answer) >= 0) {}
          assertEquals("hello", new String(answer.array(), StandardCharsets.UTF_8));
          assertEquals("b", tcp.echo("b"));
        }
      }
      assertEquals(spread.size, used.size());
    }
  }
}
