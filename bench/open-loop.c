// Latency at a fixed rate of requests, without coordinated omission: when a request is due does not
// depend on the answers. A latency counts from the moment when its request was due, so the time it
// waits for a free connection belongs to it. Times between requests have an exponential
// distribution, as those of independent users have; the same seed gives the same times.
//
//   open-loop PORT PATH CONNECTIONS RATE SECONDS
//
// Prints microseconds: p50 p90 p99 p99.9 max late, then the answers and those that were missing a
// second after the end. `late` is the 99th percentile of how late this program itself sent although
// a connection was free; if it is not small, the other figures mean nothing. One thread, which
// never sleeps.

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256, HEAD = 4096 };

struct connection {
  int socket;
  double due;      // of its request
  long body;       // bytes of the answer's body that are missing, or -1: in the head
  size_t received; // bytes of the head
  char head[HEAD];
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int connect_to(int port) {
  int made = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(made, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

// Reads the head of an answer as far as it has come; sets body when it is complete.
static void scan(struct connection *one) {
  one->head[one->received] = 0;
  char *end = strstr(one->head, "\r\n\r\n");
  if (end == NULL) {
    if (one->received >= HEAD - 1) fail("head too long");
    return;
  }
  if (strncmp(one->head + 8, " 200", 4) != 0) {
    fprintf(stderr, "answer: %.60s\n", one->head);
    exit(1);
  }
  char *length = strcasestr(one->head, "\r\ncontent-length:");
  if (length == NULL || length > end) {
    fprintf(stderr, "no Content-Length\n");
    exit(1);
  }
  one->body = atol(length + 17) - (long)(one->received - (end + 4 - one->head));
}

// Returns whether an answer is complete.
static int receive(struct connection *one) {
  static char body[1 << 16];
  int head = one->body < 0;
  ssize_t count = head ? recv(one->socket, one->head + one->received,
                              HEAD - 1 - one->received, MSG_DONTWAIT)
                       : recv(one->socket, body, sizeof body, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (count <= 0) fail("closed by the server");
  if (head) {
    one->received += count;
    scan(one);
  } else {
    one->body -= count;
  }
  return one->body == 0;
}

static int ascending(const void *left, const void *right) {
  float difference = *(const float *)left - *(const float *)right;
  return (difference > 0) - (difference < 0);
}

static double percentile(const float *sorted, long count, double percent) {
  long at = (long)ceil(count * percent / 100) - 1;
  return count == 0 ? 0 : sorted[at < 0 ? 0 : at];
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  int port = atoi(argv[1]), connections = atoi(argv[3]);
  double rate = atof(argv[4]), seconds = atof(argv[5]);
  char request[1024];
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
                        argv[2], port);
  long most = (long)(rate * seconds * 1.5) + 1000, answers = 0, sent = 0, prompt = 0;
  float *latencies = malloc(most * sizeof *latencies), *late = malloc(most * sizeof *late);
  struct connection *all = calloc(connections, sizeof *all);
  int *idle = malloc(connections * sizeof *idle), idles = 0, epoll = epoll_create1(0);
  for (int i = 0; i < connections; i++) {
    all[i].socket = connect_to(port);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].socket, &event) < 0) fail("epoll_ctl");
    idle[idles++] = i;
  }
  srand48(1);
  double start = now(), due = start, end = start + seconds * 1e6, freed = start;
  struct epoll_event events[EVENTS];
  for (double time = start; time < end + 1e6 && (due < end || answers < sent); time = now()) {
    while (due <= time && due < end && idles > 0 && sent < most) {
      struct connection *one = &all[idle[--idles]];
      one->due = due;
      one->received = 0;
      one->body = -1;
      // If it was due before a connection became free, the server is what made it late.
      if (due > freed) late[prompt++] = now() - due;
      if (send(one->socket, request, length, MSG_NOSIGNAL) != length) fail("send");
      sent++;
      due += -log(1 - drand48()) * 1e6 / rate;
    }
    int none = idles == 0, ready = epoll_wait(epoll, events, EVENTS, 0);
    for (int i = 0; i < ready; i++) {
      int number = events[i].data.u32;
      if (receive(&all[number])) {
        double done = now();
        latencies[answers++] = done - all[number].due;
        idle[idles++] = number;
        if (none) freed = done;
      }
    }
  }
  qsort(latencies, answers, sizeof *latencies, ascending);
  qsort(late, prompt, sizeof *late, ascending);
  double percents[] = {50, 90, 99, 99.9, 100};
  for (int i = 0; i < 5; i++) printf("%.1f ", percentile(latencies, answers, percents[i]));
  printf("%.1f %ld ", percentile(late, prompt, 99), answers);
  // Those that are due by now and were never sent are missing, too.
  for (; due < end; due += -log(1 - drand48()) * 1e6 / rate) sent++;
  printf("%ld\n", sent - answers);
}
