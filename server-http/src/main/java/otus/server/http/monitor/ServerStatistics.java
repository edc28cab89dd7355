package otus.server.http.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The state of a server, and its counts since it was opened. Immutable.
///
/// @param connections the numbers of open connections by what they wait for: `idle`, `reading`,
///     `handling`, `writing`, `closing`
/// @param full the number of times that a loop found no room for another connection
/// @param idleClosed the number of idle connections that were closed to make room for others
/// @param refused the numbers of connections that were closed at once, by reason: `address_limit`,
///     and with the PROXY protocol `untrusted_proxy` and `proxy_header`
/// @param stalls the number of turns of a loop that took a second or more
/// @param blocking the number of blocking answers that are running
/// @param blockingRefused the number of blocking answers that were refused by their limit
/// @param memory the memory of connections, requests and unsent responses, in bytes
/// @param memoryRefused the number of times that this memory did not suffice
/// @param reached how often each limit was reached: `send_rate`, `connection_requests`,
///     `client_requests`, `request_rate`, `request_rate_dry_run`, `head_size`, `body_size`
/// @param tls the counts of handshakes of TLS
/// @param loops the counts of each loop
public record ServerStatistics(
    Map<String, Long> connections,
    long full,
    long idleClosed,
    Map<String, Long> refused,
    long stalls,
    long blocking,
    long blockingRefused,
    long memory,
    long memoryRefused,
    Map<String, Long> reached,
    TlsStatistics tls,
    List<Loop> loops) {

  /// Copies the collections.
  public ServerStatistics {
    connections = Map.copyOf(connections);
    refused = Map.copyOf(refused);
    reached = Map.copyOf(reached);
    loops = List.copyOf(loops);
  }

  /// The counts of one loop. Immutable.
  ///
  /// @param name the name of its thread
  /// @param accepted the number of connections that it has accepted
  /// @param acceptFailures the number of times that accepting failed, mostly for lack of
  ///     descriptors
  /// @param turns the numbers of turns by their duration; longer turns delay all connections
  /// @param busy the time of all turns, without the time in which the loop waited for events
  /// @param turn the time for which the present turn has run; zero if the loop waits for events
  public record Loop(
      String name,
      long accepted,
      long acceptFailures,
      List<Turns> turns,
      Duration busy,
      Duration turn) {

    /// Copies the list.
    public Loop {
      turns = List.copyOf(turns);
    }
  }

  /// A number of turns.
  ///
  /// @param bound the maximum duration of the turns; of the last entry, the maximum of a [Duration]
  /// @param count the number of turns that took longer than the bound of the entry before
  public record Turns(Duration bound, long count) {}
}
