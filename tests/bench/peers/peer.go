// The works on Go's runtime: bench_go WORK P COUNT prints one figure. See ../README.md.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func nanosSince(start time.Time) float64 { return float64(time.Since(start).Nanoseconds()) }

func require(holds bool) {
	if !holds {
		panic("a work went wrong")
	}
}

func yields(count int) float64 {
	var group sync.WaitGroup
	start := time.Now()
	group.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			for n := 0; n < count; n++ {
				runtime.Gosched()
			}
			group.Done()
		}()
	}
	group.Wait()
	return nanosSince(start) / float64(2*count)
}

func pingPong(count int) float64 {
	there, back := make(chan int), make(chan int)
	go func() {
		for value := range there {
			back <- value
		}
		close(back)
	}()
	start := time.Now()
	for i := 0; i < count; i++ {
		there <- i
		require(<-back == i)
	}
	nanos := nanosSince(start)
	close(there)
	<-back
	return nanos / float64(count)
}

func buffered(count int) float64 {
	channel := make(chan int, 128)
	start := time.Now()
	go func() {
		for i := 0; i < count; i++ {
			channel <- i
		}
		close(channel)
	}()
	sum := 0
	for value := range channel {
		sum += value
	}
	require(sum == count*(count-1)/2)
	return nanosSince(start) / float64(count)
}

func spawn(count int) float64 {
	const batch = 1000
	var group sync.WaitGroup
	start := time.Now()
	for done := 0; done < count; done += batch {
		group.Add(batch)
		for i := 0; i < batch; i++ {
			go func() { group.Done() }()
		}
		group.Wait()
	}
	return nanosSince(start) / float64(count)
}

func skynetNode(up chan int, number, leaves int) {
	if leaves == 1 {
		up <- number
		return
	}
	down := make(chan int)
	for i := 0; i < 10; i++ {
		go skynetNode(down, number+i*(leaves/10), leaves/10)
	}
	sum := 0
	for i := 0; i < 10; i++ {
		sum += <-down
	}
	up <- sum
}

func skynet(count int) float64 {
	top := make(chan int)
	start := time.Now()
	go skynetNode(top, 0, count)
	require(<-top == count*(count-1)/2)
	return nanosSince(start) / float64(count)
}

func mutex(count int) float64 {
	const goroutines = 8
	var lock sync.Mutex
	var group sync.WaitGroup
	counter := 0
	start := time.Now()
	group.Add(goroutines)
	for i := 0; i < goroutines; i++ {
		go func() {
			for n := 0; n < count/goroutines; n++ {
				lock.Lock()
				counter++
				lock.Unlock()
			}
			group.Done()
		}()
	}
	group.Wait()
	require(counter == count/goroutines*goroutines)
	return nanosSince(start) / float64(count)
}

// Only the selects are measured, not how the channels are filled again.
func selectReady(count int) float64 {
	const batch = 1000
	a, b := make(chan int, batch), make(chan int, batch)
	sum, made := 0, 0
	nanos := 0.0
	for done := 0; done < count; done += batch {
		for len(a) < batch {
			a <- 1
			made++
		}
		for len(b) < batch {
			b <- 1
			made++
		}
		start := time.Now()
		for i := 0; i < batch; i++ {
			select {
			case value := <-a:
				sum += value
			case value := <-b:
				sum += value
			}
		}
		nanos += nanosSince(start)
	}
	require(sum == made-len(a)-len(b))
	return nanos / float64(count)
}

const connections = 64
const message = 64
const room = 4096 // a server doesn't know how much will come

func echo(count int) float64 {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require(err == nil)
	var served, asked sync.WaitGroup
	served.Add(1)
	go func() {
		for i := 0; i < connections; i++ {
			stream, err := listener.Accept()
			require(err == nil)
			served.Add(1)
			go func() {
				bytes := make([]byte, room)
				for {
					n, err := stream.Read(bytes)
					if err == io.EOF {
						break
					}
					require(err == nil)
					_, err = stream.Write(bytes[:n])
					require(err == nil)
				}
				stream.Close()
				served.Done()
			}()
		}
		served.Done()
	}()
	start := time.Now()
	for i := 0; i < connections; i++ {
		asked.Add(1)
		go func() {
			stream, err := net.Dial("tcp", listener.Addr().String())
			require(err == nil)
			bytes := make([]byte, message)
			for n := 0; n < count/connections; n++ {
				_, err = stream.Write(bytes)
				require(err == nil)
				_, err = io.ReadFull(stream, bytes)
				require(err == nil)
			}
			stream.Close()
			asked.Done()
		}()
	}
	asked.Wait()
	nanos := nanosSince(start)
	served.Wait()
	listener.Close()
	return nanos / float64(count/connections*connections)
}

// Goroutines that have run and wait.
type parked struct {
	size  int
	gate  chan int
	group sync.WaitGroup
}

func park(count int) *parked {
	p := &parked{size: count, gate: make(chan int)}
	var arrived int64
	for i := 0; i < count; i++ {
		p.group.Add(1)
		go func() {
			atomic.AddInt64(&arrived, 1)
			<-p.gate
			p.group.Done()
		}()
	}
	for atomic.LoadInt64(&arrived) != int64(count) {
		runtime.Gosched()
	}
	return p
}

func (p *parked) wakeEach() {
	for i := 0; i < p.size; i++ {
		p.gate <- i
	}
	p.group.Wait()
}

func parkedMemory(bytes func() float64) func(int) float64 {
	return func(count int) float64 {
		before := bytes()
		p := park(count)
		each := (bytes() - before) / float64(count)
		p.wakeEach()
		return each
	}
}

func parkMany(count int) float64 {
	start := time.Now()
	p := park(count)
	each := nanosSince(start) / float64(count)
	p.wakeEach()
	return each
}

func wakeMany(count int) float64 {
	p := park(count)
	start := time.Now()
	p.wakeEach()
	return nanosSince(start) / float64(count)
}

func notRunMemory(count int) float64 {
	var group sync.WaitGroup
	before := residentBytes()
	group.Add(count)
	for i := 0; i < count; i++ {
		go func() { group.Done() }()
	}
	each := (residentBytes() - before) / float64(count)
	group.Wait()
	return each
}

func sleepOvershoot(count int) float64 {
	late := make([]float64, 0, count)
	for i := 0; i < count; i++ {
		start := time.Now()
		time.Sleep(time.Millisecond)
		late = append(late, nanosSince(start)-1e6)
	}
	sort.Float64s(late)
	return late[count/2]
}

// The bytes on the line of `file` that begins with `name`, which the kernel gives in kB.
func kernelBytes(file, name string) float64 {
	lines, err := os.Open(file)
	require(err == nil)
	defer lines.Close()
	for scanner := bufio.NewScanner(lines); scanner.Scan(); {
		if fields := strings.Fields(scanner.Text()); fields[0] == name {
			kilobytes, err := strconv.ParseFloat(fields[1], 64)
			require(err == nil)
			return kilobytes * 1024
		}
	}
	panic(name + " isn't there")
}

func residentBytes() float64  { return kernelBytes("/proc/self/smaps_rollup", "Rss:") }
func pageTableBytes() float64 { return kernelBytes("/proc/self/status", "VmPTE:") }

type work struct {
	figure func(count int) float64
	warm   bool // the first tenth of the count runs before and isn't measured
}

var works = map[string]work{
	"gosched":       {yields, true},
	"ping-pong":     {pingPong, true},
	"buffered":      {buffered, true},
	"spawn":         {spawn, true},
	"skynet":        {skynet, false},
	"mutex":         {mutex, true},
	"select":        {selectReady, true},
	"echo":          {echo, true},
	"park-many":     {parkMany, false},
	"wake-many":     {wakeMany, false},
	"parked-bytes":  {parkedMemory(residentBytes), false},
	"parked-tables": {parkedMemory(pageTableBytes), false},
	"not-run-bytes": {notRunMemory, false},
	"sleep":         {sleepOvershoot, false},
}

func main() {
	if len(os.Args) != 4 || works[os.Args[1]].figure == nil {
		fmt.Fprintln(os.Stderr, "usage: bench_go WORK P COUNT")
		os.Exit(2)
	}
	w := works[os.Args[1]]
	procs, _ := strconv.Atoi(os.Args[2])
	count, _ := strconv.Atoi(os.Args[3])
	runtime.GOMAXPROCS(procs)
	time.Sleep(20 * time.Millisecond) // all threads have slept once
	if w.warm {
		first := count / 10
		if first < 1000 {
			first = 1000
		}
		w.figure(first)
	}
	fmt.Printf("%.1f\n", w.figure(count))
}
