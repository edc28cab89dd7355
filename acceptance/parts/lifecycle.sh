# start, stop, restart, status and reload with a pid file, also twice, stale, or without permission.

source "$here/lifecycle.sh"

lifecycle start_stop_and_status
lifecycle killed_server_leaves_a_stale_file
lifecycle wrong_settings_leave_the_server_running
lifecycle directory_must_exist_and_be_writable
lifecycle other_users_may_not
lifecycle half_sent_head_is_answered_after_term
lifecycle stop_says_what_it_waits_for
