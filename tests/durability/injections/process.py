"""What shares the process with the outbox: another SQLite, another copy of the library, and the limits."""


def second_sqlite(scene):
    """Python's own `sqlite3` opens the file, reads and closes it, in processes that put in and deliver."""
    scene.produce(beside="second_sqlite", delivers=True)
    scene.produce(beside="second_sqlite")
    scene.produce("program")
    scene.until_more(300)


def second_library(scene):
    """Another copy of the package uses the file as well, or is refused."""
    scene.produce(beside="second_library", delivers=True)
    scene.produce(beside="second_library")
    scene.until_more(300)


def no_thread(scene):
    """No thread may be started: before the first event, and later while names are to be looked up."""
    scene.folder.chmod(0o711)
    scene.place.chmod(0o777)
    scene.endpoint = scene.endpoint.replace("127.0.0.1", "localhost")
    producer = scene.produce(begin=["no_more_threads"], delivers=True)
    scene.until_more(50)
    for _ in range(2):
        producer.say("threads_again")
        scene.until_more(20)
        scene.until_delivering("delivered when threads can be started again")
        producer.say("no_more_threads")
        scene.until_more(50)


def no_descriptor(scene):
    """No file and no connection may be opened, in a process that has its outbox open, and in programs that do not."""
    producer = scene.produce(delivers=True)
    scene.produce("program", ulimit=f"-n {scene.chance.randint(4, 9)}")
    for _ in range(2):
        scene.until_more(30)
        producer.say("no_more_descriptors")
        scene.until_more(50)
        producer.say("descriptors_again")
        scene.until_delivering("delivered when connections can be opened again")
