"""Runs a person's own code in a process of its own, with limits of time, memory and output.

`process.run` starts it, `child` is what runs there, `confine` is what the child takes from itself first. Whatever
the code does, what comes back is a value: results, or a `failure.Failure` with its sentence. What is limited:

| what | Linux | macOS | Windows |
| --- | --- | --- | --- |
| wall-clock time, amount printed | yes | yes | yes |
| processor time, size of files | yes | yes | no |
| memory | yes | as far as the system minds RLIMIT_AS | no |
| other processes | refused (seccomp on x86-64 and arm64, else RLIMIT_NPROC) | RLIMIT_NPROC | no |
| network | refused (seccomp, else a network namespace where that is permitted) | no | no |

Files are not hidden: the code may read and write what its person may. Only a person's own code is run, never a note's.
"""
