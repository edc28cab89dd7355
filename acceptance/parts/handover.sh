# Restarts: requests that a restart must not lose, faults in the middle of one, sockets of a parent.

source "$here/lifecycle.sh"

lifecycle idle_and_half_sent_requests_survive_a_restart
lifecycle one_handover_at_a_time
lifecycle term_during_a_handover_stops
lifecycle new_server_ends_if_the_old_one_was_stopped
lifecycle new_server_serves_if_the_old_one_was_killed
lifecycle killed_new_server_loses_nothing
lifecycle each_socket_keeps_its_address_and_protocol
lifecycle sockets_of_a_parent
lifecycle socket_that_no_flag_names
lifecycle systemd_socket_activate
lifecycle reading_the_pid_file_keeps_its_lock
lifecycle control_socket_survives_a_lack_of_descriptors
lifecycle silent_control_connections_are_bounded
lifecycle refusal_that_came_early_counts
lifecycle stopping_server_hands_nothing_over
lifecycle service_manager_that_hangs
lifecycle variables_that_make_no_sense
lifecycle restart_without_room_for_its_files
lifecycle start_on_a_full_disk_leaves_nothing
check "restarts under load lose no request" \
  timeout 200 python3 -B "$here/restart-under-load.py" --restarts 3 --requests 6000 --image "$image"
